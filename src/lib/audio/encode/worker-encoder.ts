import { connect, type Connection } from '../../runtime/rpc/connect.ts';
import type { Encoder } from './encoder.ts';

/** The encoder in a worker of its own: its codecs are large, and most visits don't need them. */
export function workerEncoder(): Connection<Encoder> {
  return connect<Encoder>(
    () => new Worker(new URL('./encoder.worker.ts', import.meta.url), { type: 'module', name: 'encoder' }),
  );
}
