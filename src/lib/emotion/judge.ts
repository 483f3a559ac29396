import { EMOTIONS, type Emotion, type Probabilities } from '../core/emotion.ts';
import type { Reading, Unsure } from '../core/reading.ts';

/**
 * Shorter side of a face in pixels below which its expression is guesswork. Measured by shrinking twelve faces that read
 * well: from 32 pixels up all kept their emotion, below it one in five changed to another with confidence.
 */
const SMALLEST = 32;
/** Mean luma below which a face is hidden in the dark, measured by dimming the same faces. Deep skin in ordinary light lies above. */
const DARKEST = 0.1;
/** The likeliest emotion must have this much, and lead the next by this much. */
const LIKELY = 0.5;
const LEAD = 0.2;

/** What a reading says in one word, or why it says nothing. */
export type Verdict = Pick<Reading, 'emotion' | 'unsure' | 'confidence'>;

/** Names the emotion, or abstains: a face too small, too dark or between two emotions gets no guess. */
export function judge(probabilities: Probabilities, quality: Reading['quality']): Verdict {
  const [first, second] = ranked(probabilities);
  const confidence = probabilities[first];
  const unsure = doubt(quality, confidence, confidence - probabilities[second]);
  return { emotion: unsure === null ? first : null, unsure, confidence };
}

function doubt(quality: Reading['quality'], confidence: number, lead: number): Unsure | null {
  if (quality.size < SMALLEST) return 'small';
  if (quality.brightness < DARKEST) return 'dark';
  if (confidence < LIKELY || lead < LEAD) return 'ambiguous';
  return null;
}

function ranked(probabilities: Probabilities): [Emotion, Emotion] {
  const [first, second] = [...EMOTIONS].sort((a, b) => probabilities[b] - probabilities[a]);
  return [first!, second!];
}
