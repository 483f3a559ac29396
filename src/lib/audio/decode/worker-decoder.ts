import { connect, type Connection } from '../../runtime/rpc/connect.ts';
import type { Decoder } from './decoder.ts';

/** The decoder in a worker of its own: most visits don't need what it loads. */
export function workerDecoder(): Connection<Decoder> {
  return connect<Decoder>(
    () => new Worker(new URL('./decoder.worker.ts', import.meta.url), { type: 'module', name: 'decoder' }),
  );
}
