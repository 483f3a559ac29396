import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  PackedTokens,
  packTokens,
  sliceTokens,
  truncateTokens,
  unpackTokens,
  type Tokens,
} from './tokens.ts';

const codebooks = fc.constantFrom<4 | 8>(4, 8);
const tokensOf = (codebooks: 4 | 8): fc.Arbitrary<Tokens> =>
  fc.integer({ min: 0, max: 40 }).chain((frames) =>
    fc
      .array(fc.integer({ min: 0, max: 2047 }), {
        minLength: codebooks * frames,
        maxLength: codebooks * frames,
      })
      .map((codes) => ({ codebooks, frames, codes: Uint16Array.from(codes) })),
  );
const anyTokens = codebooks.chain(tokensOf);
test('packed tokens pass their schema and come back as they were', () => {
  fc.assert(
    fc.property(anyTokens, (tokens) => {
      expect(unpackTokens(PackedTokens.parse(packTokens(tokens)))).toEqual(tokens);
    }),
  );
});

test('30 s take 8.25 kB, and the highest bit comes first', () => {
  const packed = packTokens({ codebooks: 4, frames: 1500, codes: new Uint16Array(6000) });
  expect(packed.data).toHaveLength(8250);
  const four = packTokens({ codebooks: 4, frames: 1, codes: Uint16Array.of(0b10000000001, 0, 2047, 1) });
  expect([...four.data]).toEqual([0b10000000, 0b00100000, 0b00000011, 0b11111111, 0b10000000, 0b00010000]);
});

test('what is no code is not packed, so that no pad is ever kept', () => {
  expect(() => packTokens({ codebooks: 4, frames: 1, codes: Uint16Array.of(0, 0, 0, 2048) })).toThrow(
    RangeError,
  );
  expect(() => packTokens({ codebooks: 4, frames: 2, codes: Uint16Array.of(0, 0, 0, 0) })).toThrow(
    RangeError,
  );
});

test.each([
  ['a byte short', { codebooks: 4, frames: 2, data: new Uint8Array(10) }],
  ['a byte long', { codebooks: 4, frames: 2, data: new Uint8Array(12) }],
  ['five codebooks', { codebooks: 5, frames: 8, data: new Uint8Array(55) }],
  ['over two minutes', { codebooks: 4, frames: 6001, data: new Uint8Array(33006) }],
  ['no bytes', { codebooks: 4, frames: 0, data: [] }],
])('packed tokens with %s are refused', (_, packed) => {
  expect(PackedTokens.safeParse(packed).success).toBe(false);
});

test('a cut leaves each codebook its own frames', () => {
  fc.assert(
    fc.property(anyTokens, fc.nat(50), fc.nat(7), (tokens, at, book) => {
      fc.pre(book < tokens.codebooks);
      const cut = Math.min(at, tokens.frames);
      const [first, second] = [truncateTokens(tokens, at), sliceTokens(tokens, cut, tokens.frames)];
      expect(first.frames).toBe(cut);
      const row = ({ codes, frames }: Tokens) => [...codes.subarray(book * frames, (book + 1) * frames)];
      expect([...row(first), ...row(second)]).toEqual(row(tokens));
    }),
  );
});

test('frames that are not there are not made up', () => {
  const tokens: Tokens = { codebooks: 4, frames: 1, codes: new Uint16Array(4) };
  for (const [start, end] of [
    [0, 2],
    [-1, 1],
    [1, 0],
  ] as const) {
    expect(() => sliceTokens(tokens, start, end)).toThrow(RangeError);
  }
});
