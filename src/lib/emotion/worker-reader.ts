import { AttuneError } from '../core/errors.ts';
import { connect } from '../runtime/rpc/connect.ts';
import type { FaceReader, ProviderWish } from './reader.ts';
import type { ReaderWorker } from './reader.worker.ts';

/** A reader for the page, in a worker of its own. The worker starts with the first call, and again after a crash. */
export function workerReader(wish: ProviderWish = 'auto'): FaceReader {
  const { api, close } = connect<ReaderWorker>(
    () => new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module' }),
  );

  /** Where onnxruntime did not start it never will, and a lost graphics card stays lost: the next call gets a new worker. */
  async function renewing<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof AttuneError && error.code === 'device_failed') close(error);
      throw error;
    }
  }

  return {
    load: (progress = () => undefined) => renewing(api.load(wish, progress)),
    read: (picture, signal) => renewing(api.read(wish, picture, signal)),
    unload: () => Promise.resolve(close()),
  };
}
