import * as z from 'zod';
import { Emotion, Intent } from './emotion.ts';
import { Feedback } from './feedback.ts';
import { KeptReading } from './reading.ts';
import { Take } from './take.ts';

/** One run through the flow, as it is kept. It holds no picture. */
export const Session = z.object({
  id: z.uuid(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  intent: Intent,
  /** What is kept of the reading it began with; null where no face was read. */
  reading: KeptReading.nullable(),
  /** The emotion as the user left it; null for text to music. */
  emotion: Emotion.nullable(),
  take: Take,
  /** Which of the takes that were made together, counted from 1; missing where it was made alone. */
  variation: z.int().min(1).optional(),
  feedback: Feedback.nullable(),
});
export type Session = z.infer<typeof Session>;
