import { AttuneError } from '../../../core/errors.ts';
import type { Brief } from '../../../core/brief.ts';
import { endOf } from '../../../core/audio.ts';
import { variationSeed } from '../../../core/params.ts';
import type { Engine, Result } from '../../engine.ts';
import type { Piece } from '../../piece.ts';
import { ABOUT } from './about.ts';
import { perform } from './perform.ts';
import { write } from './write/write.ts';

/** The composer in this thread: it writes a piece for the brief and plays it. Of the params it reads `seed` and `variations`. */
export const composer: Engine = {
  ...ABOUT,
  load() {
    return Promise.resolve();
  },
  async *generate(brief, params, signal) {
    const { duration } = brief;
    const total = duration * params.variations;
    const results: Result[] = [];
    for (let variation = 0; variation < params.variations; variation++) {
      if (signal?.aborted === true) throw new AttuneError('cancelled');
      const seed = variationSeed(params.seed, variation);
      const piece = written(brief, seed);
      yield { type: 'progress', done: variation * duration, total };
      for await (const chunk of perform(piece, signal)) {
        yield { type: 'audio', variation, chunk };
        yield { type: 'progress', done: variation * duration + Math.min(endOf(chunk), duration), total };
      }
      results.push({ seed, piece, tokens: null, asset: null });
    }
    yield { type: 'finished', results };
  },
  unload() {
    return Promise.resolve();
  },
};

function written(brief: Brief, seed: number): Piece {
  try {
    return write(brief, seed);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AttuneError('engine_failed', { engine: ABOUT.name, reason }, { cause: error });
  }
}
