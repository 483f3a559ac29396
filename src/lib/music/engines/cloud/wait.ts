import type { Asset } from '../../../core/asset.ts';
import { AttuneError } from '../../../core/errors.ts';
import { FINAL_STATES, type Job, type JobRequest } from '../../../core/wire/cloud.ts';
import { untilAborted } from '../../../runtime/until-aborted.ts';
import type { EngineUpdate } from '../../engine.ts';
import type { CloudServer } from './cloud-server.ts';

/** Looks in a row that may fail: the connection may be away for a moment, and the piece is made on. */
const PATIENCE = 10;
const PASSING = ['offline', 'server_away'];

/**
 * Begins a piece, or finds the one that was begun, and waits until its sound is there. Whoever stops waiting stops the
 * piece; a page that is closed does not, nor does a failure on the way.
 * @param request null where the piece can only be found.
 * @param total seconds of the piece.
 * @param cancel stops the piece, whose end nobody here waits for.
 * @throws AttuneError
 */
export async function* awaited(
  server: CloudServer,
  run: string,
  request: JobRequest | null,
  total: number,
  pace: number,
  cancel: () => void,
  signal?: AbortSignal,
): AsyncGenerator<EngineUpdate, Asset, void> {
  let isOver = false;
  try {
    let job = request === null ? await found(server, run, signal) : await server.start(request, signal);
    while (!FINAL_STATES.includes(job.state)) {
      yield progressOf(job, total);
      await untilAborted(new Promise((resolve) => setTimeout(resolve, pace)), signal);
      job = await seen(server, run, pace, signal);
    }
    isOver = true;
    yield progressOf(job, total);
    return assetOf(job);
  } catch (error) {
    if (AttuneError.from(error).code !== 'cancelled') isOver = true;
    throw error;
  } finally {
    if (!isOver) cancel();
  }
}

function progressOf({ state, fraction }: Job, total: number): EngineUpdate {
  if (state === 'starting') return { type: 'loading', fraction: 0, download: null };
  return { type: 'progress', done: fraction * total, total };
}

function assetOf({ state, asset, error }: Job): Asset {
  if (error !== null) throw new AttuneError(error.code, error.details);
  if (state === 'canceled') throw new AttuneError('cancelled');
  if (asset === null) throw new AttuneError('asset_gone');
  return asset;
}

async function found(server: CloudServer, run: string, signal?: AbortSignal): Promise<Job> {
  try {
    return await server.see(run, signal);
  } catch (error) {
    if (AttuneError.from(error).code !== 'not_found') throw error;
    throw new AttuneError('cloud_no_recording', {}, { cause: error });
  }
}

async function seen(server: CloudServer, run: string, pace: number, signal?: AbortSignal): Promise<Job> {
  for (let look = 1; ; look++) {
    try {
      return await server.see(run, signal);
    } catch (error) {
      if (look === PATIENCE || !PASSING.includes(AttuneError.from(error).code)) throw error;
      await untilAborted(new Promise((resolve) => setTimeout(resolve, pace)), signal);
    }
  }
}
