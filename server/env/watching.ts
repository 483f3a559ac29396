import * as z from 'zod';

export const watching = {
  /** Whoever carries it may read the metrics; where unset, nobody may. */
  METRICS_TOKEN: z.string().min(16, { message: 'must have 16 characters or more' }).optional(),
};
