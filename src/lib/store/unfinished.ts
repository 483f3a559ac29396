import * as z from 'zod';
import { Brief } from '../core/brief.ts';
import { Emotion } from '../core/emotion.ts';
import { EngineName, Params } from '../core/params.ts';
import { KeptReading } from '../core/reading.ts';
import { PackedTokens } from '../core/tokens.ts';

/** A piece whose making has not come to its end: what was asked for, and what there is of it. */
export const Unfinished = z.object({
  id: z.uuid(),
  /** When it was saved last, milliseconds since the epoch. */
  savedAt: z.number(),
  engine: EngineName,
  brief: Brief,
  params: Params,
  /** What the session of the piece will begin with. */
  reading: KeptReading.nullable(),
  emotion: Emotion.nullable(),
  /** All that was made so far, one for each variation; of the cloud, which keeps that itself, none. */
  tokens: z.array(PackedTokens).max(4),
});
export type Unfinished = z.infer<typeof Unfinished>;
