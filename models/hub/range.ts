/** Bytes `start` up to but without `end`, and the status that says whether that is the file or a part of it. */
export interface Span {
  status: 200 | 206;
  start: number;
  end: number;
}

/**
 * What a Range header asks for of a file with `size` bytes.
 *
 * @returns the whole file for a header that is missing, malformed or of more than one range, as RFC 9110, 14.2, allows;
 * null where the range lies outside, for which the answer is 416.
 */
export function requestedSpan(header: string | undefined, size: number): Span | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return { status: 200, start: 0, end: size };
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  return start < end ? { status: 206, start, end } : null;
}
