import type { Change } from './change.ts';
import { readDuration } from './figures/duration.ts';
import type { Found } from './figures/found.ts';
import { readKey } from './figures/key.ts';
import { readTempo } from './figures/tempo.ts';
import { folded, simplifiedText } from './tokens.ts';

/** What the figures in a text say, and the text with them blanked out, so that nothing reads them again. */
export interface Figures {
  change: Pick<Change, 'tempo' | 'duration' | 'key'>;
  rest: string;
}

/** Reads key, tempo and duration out of a text, Chinese or English, in figures or in words; a later line wins. */
export function figures(text: string): Figures {
  const lines = text.split('\n').map(figuresOfLine);
  return {
    change: Object.assign({}, ...lines.map(({ change }) => change)),
    rest: lines.map(({ rest }) => rest).join('\n'),
  };
}

function figuresOfLine(text: string): Figures {
  const key = readKey(simplifiedText(text));
  const keyless = without(text, key);
  const tempo = readTempo(folded(keyless));
  const timeless = without(keyless, tempo);
  const duration = readDuration(folded(timeless));
  const change: Figures['change'] = {};
  if (key !== null) change.key = key.value;
  if (tempo !== null) change.tempo = tempo.value;
  if (duration !== null) change.duration = duration.value;
  return { change, rest: without(timeless, duration) };
}

function without<T>(text: string, found: Found<T> | null): string {
  if (found === null) return text;
  return text.slice(0, found.start) + ' '.repeat(found.end - found.start) + text.slice(found.end);
}
