/** Something read out of a text, and the stretch of UTF-16 units that said it. */
export interface Found<T> {
  value: T;
  start: number;
  end: number;
}

/** @returns what a match was read as, with where it stands. */
export function foundAt<T>(match: RegExpExecArray, value: T): Found<T> {
  return { value, start: match.index, end: match.index + match[0].length };
}
