import * as z from 'zod';
import { ERROR_CODES } from '../errors.ts';

/** What an endpoint answers where it can't do what was asked. */
export const Failure = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    /** The parameters of the code's message. */
    details: z.record(z.string(), z.union([z.string(), z.number()])),
    /** Finds the line of the server's log. */
    id: z.string(),
  }),
});
export type Failure = z.infer<typeof Failure>;
