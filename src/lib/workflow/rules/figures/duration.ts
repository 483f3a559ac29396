import { DURATION } from '../../../core/brief.ts';
import { foundAt, type Found } from './found.ts';
import { NUMBER, numberOf, within } from './numbers.ts';

const MINUTES =
  '(?:minutes?(?![a-z])|mins?(?![a-z])|(?<=\\d\\s?)m(?![a-z])|分(?:钟|(?=[\\d〇一二三四五六七八九十]|$|[\\s，。,.、])))';
const SECONDS = '(?:seconds?(?![a-z])|secs?(?![a-z])|(?<=\\d\\s?)s(?![a-z])|秒钟?)';
const GAP = '[\\s-]*';

/** `15 seconds shorter` says how much to change, not how long to be. */
const ABSOLUTE = '(?!\\s*(?:shorter|longer|more|less|extra))';

/** The eighties are a style, not eighty seconds. */
const NO_DECADE = '(?!(?:50|60|70|80|90)s(?![a-z]))';

/** Less than this is no length for music: "a second guitar" speaks of something else. */
const LEAST = 3;

type Reader = readonly [RegExp, (m: RegExpExecArray) => number];

const READERS: readonly Reader[] = [
  [/(?<![\d:])(\d):([0-5]\d)(?![\d:])/, (m) => 60 * numberOf(m[1]) + numberOf(m[2])],
  [/(?<![a-z])half (?:a |an )?minute(?![a-z])|半分钟/, () => 30],
  [new RegExp(`(${NUMBER})${GAP}and a half ${MINUTES}`), (m) => 60 * numberOf(m[1]) + 30],
  [new RegExp(`(${NUMBER})${GAP}${MINUTES} and a half`), (m) => 60 * numberOf(m[1]) + 30],
  [new RegExp(`(${NUMBER})${GAP}分(?:钟)?半钟?`), (m) => 60 * numberOf(m[1]) + 30],
  [
    new RegExp(`(${NUMBER})${GAP}${MINUTES}(?: and)?${GAP}(${NUMBER})${GAP}${SECONDS}`),
    (m) => 60 * numberOf(m[1]) + numberOf(m[2]),
  ],
  [new RegExp(`(${NUMBER})${GAP}(?:个)?${MINUTES}${ABSOLUTE}`), (m) => 60 * numberOf(m[1])],
  [new RegExp(`${NO_DECADE}(${NUMBER})${GAP}${SECONDS}${ABSOLUTE}`), (m) => numberOf(m[1])],
];

/**
 * Reads how long the music should be: `45 seconds`, `1:30`, `两分钟`, `a minute and a half`.
 * @param text folded.
 * @returns seconds, brought to what can be made.
 */
export function readDuration(text: string): Found<number> | null {
  for (const [pattern, seconds] of READERS) {
    const match = pattern.exec(text);
    const duration = match === null ? 0 : seconds(match);
    if (match !== null && duration >= LEAST)
      return foundAt(match, within(duration, DURATION.min, DURATION.max));
  }
  return null;
}
