const DIGITS = '〇一二三四五六七八九';

const ENGLISH = new Map<string, number>([
  ['half', 0.5],
  ['a', 1],
  ['an', 1],
  ...['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map(
    (word, i) => [word, i + 1] as const,
  ),
  ['fifteen', 15],
  ...['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].flatMap((word, i) => [
    [word, 20 + 10 * i] as const,
    [`${word}-five`, 25 + 10 * i] as const,
    [`${word} five`, 25 + 10 * i] as const,
  ]),
  ['one hundred', 100],
  ['a hundred', 100],
]);

/** A pattern for a Chinese number. */
export const HAN_NUMBER = '[〇零一二两三四五六七八九十百半]+';

const LONGEST_FIRST = [...ENGLISH.keys()].sort((a, b) => b.length - a.length).join('|');

/** A pattern for a number in figures, Chinese or English. */
export const NUMBER = `\\d+(?:\\.\\d+)?|${HAN_NUMBER}|(?<![a-z])(?:${LONGEST_FIRST})(?![a-z])`;

/** @returns the number that a match of `NUMBER` stands for, 0 for none. */
export function numberOf(written: string | undefined): number {
  if (written === undefined) return 0;
  if (/^[\d.]+$/.test(written)) return Number(written);
  return ENGLISH.get(written) ?? chinese(written);
}

/** Reads a Chinese number below a thousand: 九十, 一百二十, 两, 半. */
function chinese(written: string): number {
  let total = 0;
  let digit = 0;
  for (const character of written.replaceAll('两', '二').replaceAll('零', '〇')) {
    const value = DIGITS.indexOf(character);
    if (value >= 0) {
      digit = value;
    } else {
      total += character === '半' ? digit + 0.5 : Math.max(1, digit) * (character === '百' ? 100 : 10);
      digit = 0;
    }
  }
  return total + digit;
}

/** @returns `x`, or the nearer bound where it lies beyond. */
export function within(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
