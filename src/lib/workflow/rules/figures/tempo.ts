import type { Brief } from '../../../core/brief.ts';
import { foundAt, type Found } from './found.ts';
import { HAN_NUMBER, numberOf, within } from './numbers.ts';

const TO = '\\s*(?:-|–|—|~|～|to|and|到|至)\\s*';
const ABOUT = '\\s*(?:of|at|is|around|about|:|：|=|是|为|在|约|大约)?\\s*';

const PATTERNS: readonly RegExp[] = [
  new RegExp(`每分钟\\s*(\\d{2,3}|${HAN_NUMBER})(?:${TO}(\\d{2,3}))?\\s*拍`),
  new RegExp(
    `(\\d{2,3})(?:${TO}(\\d{2,3}))?\\s*(?:bpm|beats (?:per|a) minute|拍每分钟|拍\\/分钟?|拍)(?!\\s*(?:slower|faster|quicker|more|less))`,
  ),
  new RegExp(`(${HAN_NUMBER})\\s*拍`),
  new RegExp(`(?:bpm|tempo|速度|拍速)${ABOUT}(\\d{2,3}|${HAN_NUMBER})(?:${TO}(\\d{2,3}))?`),
  /(?:slow|speed)(?: (?:it|this|the tempo))?(?: (?:down|up))? to (\d{2,3})(?!\d|\s*(?:s|m|%))/,
];

/** Slower than this counts something else: 四拍 is a metre. */
const LEAST = 20;

/** What a brief can hold, beats a minute. */
const RANGE = { min: 40, max: 200 } as const;

/**
 * Reads a tempo, steady or moving: `70 bpm`, `104 to 72 BPM`, `每分钟七十拍`.
 * @param text folded.
 * @returns beats a minute, brought to what a brief can hold.
 */
export function readTempo(text: string): Found<Brief['tempo']> | null {
  for (const pattern of PATTERNS) {
    const match = pattern.exec(text);
    const first = numberOf(match?.[1]);
    if (match === null || first < LEAST) continue;
    const start = within(first, RANGE.min, RANGE.max);
    const end = match[2] === undefined ? start : within(numberOf(match[2]), RANGE.min, RANGE.max);
    return foundAt(match, { start, end });
  }
  return null;
}
