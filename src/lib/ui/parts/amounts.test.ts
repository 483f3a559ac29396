import { expect, it } from 'vitest';
import { bytesText, timeLeftText } from './amounts.ts';

it.each([
  [0, '0 MB'],
  [2_340_000, '2.3 MB'],
  [541_600_000, '542 MB'],
  [1_690_000_000, '1.7 GB'],
])('tells %s bytes as %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));

it.each([
  [0.2, 'about 5 s left'],
  [41, 'about 45 s left'],
  [56, 'about 1 min left'],
  [61, 'about 2 min left'],
  [180, 'about 3 min left'],
])('rounds %s s to "%s", never to less', (seconds, text) => expect(timeLeftText(seconds)).toBe(text));
