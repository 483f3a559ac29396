import { expect, test } from 'vitest';
import { parseRanges } from './address-ranges.ts';

test.each([
  ['10.0.0.7', ['10.0.0.7'], ['10.0.0.8', '::1', 'nobody', '']],
  ['10.0.0.0/8, 192.0.2.1', ['10.255.0.1', '192.0.2.1'], ['11.0.0.1', '192.0.2.2']],
  ['fd00::/8,::1', ['fd12::3', '::1'], ['fe80::1', '127.0.0.1']],
  ['0.0.0.0/0', ['203.0.113.9'], ['2001:db8::1']],
])('%s', (text, inside, outside) => {
  const ranges = parseRanges(text)!;
  expect(inside.filter((address) => !ranges.has(address))).toEqual([]);
  expect(outside.filter((address) => ranges.has(address))).toEqual([]);
});

test.each([
  'proxy.example',
  '10.0.0',
  '10.0.0.7/33',
  '10.0.0.7/',
  '10.0.0.7/8/8',
  '::1/129',
  '10.0.0.7,',
  '10.0.0.7 ::1',
  '10.0.0.7/-1',
])('%s is none', (text) => {
  expect(parseRanges(text)).toBeNull();
});
