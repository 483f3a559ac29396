import * as z from 'zod';
import { Bpm, Dynamic, Genre, Instrument, Key, Mix, Numeral, SectionName } from '../../src/lib/core/brief.ts';
import { Affect } from '../../src/lib/core/emotion.ts';

/** More players at once than these are no arrangement but a crowd. */
const MAX_PLAYERS = 6;

const Part = z.object({
  /** As it was given: an answer that names its parts loses none. */
  name: SectionName,
  key: Key,
  // A pattern in the schema is more than many endpoints take: the notation is told in words, and checked here.
  progression: z
    .array(z.string().refine((numeral) => Numeral.safeParse(numeral).success, { message: 'no such numeral' }))
    .min(1)
    .max(16),
  instruments: z.array(Instrument).min(1).max(MAX_PLAYERS),
  dynamic: Dynamic,
  density: z.number().min(0).max(1),
  affect: Affect,
});

/** What a language model writes: all of a brief that is its to choose. Times, intent and the listener's words are not. */
export const Sketch = z.object({
  genre: Genre,
  mood: z.array(z.string()).min(1).max(5),
  tempo: z.object({ start: Bpm, end: Bpm }),
  sections: z.array(Part).min(1).max(8),
  mix: Mix,
  avoid: z.array(z.string()).max(8),
});
export type Sketch = z.infer<typeof Sketch>;

/**
 * @param count of sections.
 * @returns the JSON schema of a sketch, within what endpoints of structured output commonly take.
 */
export function sketchSchema(count: number): Record<string, unknown> {
  const sections = z.array(Part).length(count);
  const { $schema: _, ...schema } = z.toJSONSchema(Sketch.extend({ sections }));
  return schema;
}
