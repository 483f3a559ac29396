import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRange } from './byte-range.ts';

// RFC 9110, section 14.1.2, has these for 10000 bytes.
test.each([
  ['bytes=0-499', { first: 0, last: 499 }],
  ['bytes=500-999', { first: 500, last: 999 }],
  ['bytes=-500', { first: 9500, last: 9999 }],
  ['bytes=9500-', { first: 9500, last: 9999 }],
  ['Bytes=0-0', { first: 0, last: 0 }],
  ['bytes=0-99999', { first: 0, last: 9999 }],
  ['bytes=-99999', { first: 0, last: 9999 }],
  ['bytes=10000-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=0-0,-1', null],
  ['bytes=5-4', null],
  ['bytes=-', null],
  ['bytes=a-b', null],
  ['lines=1-2', null],
])('%s of 10000 bytes', (header, expected) => {
  expect(parseRange(header, 10000)).toEqual(expected);
});

test('a range lies in the file, and an empty file has none', () => {
  const number = fc.oneof(fc.constant(''), fc.nat({ max: 20 }).map(String));
  fc.assert(
    fc.property(number, number, fc.nat({ max: 10 }), (from, to, size) => {
      const range = parseRange(`bytes=${from}-${to}`, size);
      if (range === null || range === 'unsatisfiable') return;
      expect(range.first).toBeGreaterThanOrEqual(0);
      expect(range.last).toBeGreaterThanOrEqual(range.first);
      expect(range.last).toBeLessThan(size);
    }),
  );
});
