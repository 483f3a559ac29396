import { connect, type Connection } from '../rpc/connect.ts';
import type { ModelStore } from './model-store.ts';

/**
 * The model store in a worker, where files can be written in place and hashing does not hold up the page. What is kept
 * in memory for want of space lives as long as the worker.
 * @param host of the hub: an address, or a path on the page's own origin.
 */
export function workerModelStore(host: string): Connection<ModelStore> {
  return connect<ModelStore>(
    () =>
      new Worker(new URL('./model-store.worker.ts', import.meta.url), {
        type: 'module',
        name: new URL(host, location.origin).href,
      }),
  );
}
