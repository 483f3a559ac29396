import { expect, test } from 'vitest';
import { Sha256 } from './sha256.ts';

test('a message whose bits need more than 32 to count is counted right', () => {
  // 2^29 bytes of zeros and one more: FIPS 180-4 pads with the 64-bit length, whose upper word is then 1. By sha256sum.
  const hash = new Sha256();
  const piece = new Uint8Array(1 << 22);
  for (let i = 0; i < 128; i++) hash.update(piece);
  hash.update(new Uint8Array(1));
  expect(hash.digest()).toBe('7c40fe5ce847740d0f0d0cdde3949d6585804cdec3ae61a15b923165699c8137');
});
