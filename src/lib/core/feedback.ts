import * as z from 'zod';
import { Affect } from './emotion.ts';

/** What a listener said of a take. Every field may be left out. */
export const Feedback = z.object({
  /** Half steps are not offered; 0 is a rating, absence is none. */
  stars: z.int().min(0).max(5).nullable(),
  thumb: z.enum(['up', 'down']).nullable(),
  comment: z.string().max(2000),
  /** How they felt, by their own word, before and after listening. */
  before: Affect.nullable(),
  after: Affect.nullable(),
});
export type Feedback = z.infer<typeof Feedback>;

/** Nothing said. */
export const NO_FEEDBACK: Feedback = { stars: null, thumb: null, comment: '', before: null, after: null };
