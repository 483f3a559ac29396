import type { Brief } from '../../src/lib/core/brief.ts';
import type { Emotion } from '../../src/lib/core/emotion.ts';
import { write } from '../../src/lib/music/engines/composer/write/write.ts';
import type { Piece } from '../../src/lib/music/piece.ts';
import { draft } from '../../src/lib/workflow/rules/draft.ts';

/** One draft and its piece, as a listener gets them who asks again and again. */
export interface Heard {
  brief: Brief;
  piece: Piece;
}

/** @returns 30 s of soothing music for one emotion and seed. */
export function heard(emotion: Emotion, seed: number): Heard {
  const brief = draft({ emotion, affect: null, intent: 'soothe', duration: 30, seed });
  return { brief, piece: write(brief, seed) };
}
