import type { AudioChunk } from '../../../core/audio.ts';
import { AttuneError } from '../../../core/errors.ts';
import { turn } from '../../../runtime/turn.ts';
import type { Piece } from '../../piece.ts';
import { render } from './sound/render.ts';

/**
 * Plays `piece`, chunk by chunk. Between chunks everything else in this thread gets its turn.
 * @throws AttuneError `cancelled` before the next chunk once `signal` aborts.
 */
export async function* perform(piece: Piece, signal?: AbortSignal): AsyncGenerator<AudioChunk, void, void> {
  for (const chunk of render(piece)) {
    if (signal?.aborted === true) throw new AttuneError('cancelled');
    yield chunk;
    await turn();
  }
  if (signal?.aborted === true) throw new AttuneError('cancelled');
}
