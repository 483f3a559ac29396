import { connect, type Connection } from '../runtime/rpc/connect.ts';
import { workerDecoder } from './decode/worker-decoder.ts';
import type { Desk } from './desk.ts';
import { workerEncoder } from './encode/worker-encoder.ts';
import type { Studio } from './studio.ts';

/**
 * The studio in three workers, so that the page stays smooth and a long video keeps no take waiting. Close it when it is
 * not needed any more.
 */
export function workerStudio(): Pick<Connection<Studio>, 'api' | 'close'> {
  const desk = connect<Desk>(
    () => new Worker(new URL('./studio.worker.ts', import.meta.url), { type: 'module', name: 'studio' }),
  );
  const encoder = workerEncoder();
  const decoder = workerDecoder();
  return {
    api: {
      finish: desk.api.finish,
      encodeWav: desk.api.encodeWav,
      formats: encoder.api.formats,
      encode: encoder.api.encode,
      decode: decoder.api.decode,
    },
    close(error) {
      desk.close(error);
      encoder.close(error);
      decoder.close(error);
    },
  };
}
