import { expect, it } from 'vitest';
import { briefFor } from '../../../../../../tests/fixtures/briefs.ts';
import { EMOTIONS } from '../../../../core/emotion.ts';
import { write } from './write.ts';

/** FNV-1a, 32 bit. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16);
}

/** Changes with every change of the writing: what must not change is that Node and the browser agree on it. */
const GOLDEN = 'd3f3d619';

it('writes the same notes to the bit in Node and in the browser', () => {
  const pieces = EMOTIONS.map((emotion, i) => write(briefFor(emotion, 'soothe', i % 2 ? 30 : 120), 7 + i));
  expect(hash(JSON.stringify(pieces))).toBe(GOLDEN);
});
