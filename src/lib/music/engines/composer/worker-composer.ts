import { connect } from '../../../runtime/rpc/connect.ts';
import type { Engine } from '../../engine.ts';
import { ABOUT } from './about.ts';

/** @returns the composer in a worker of its own, which starts with the first call and ends with `unload`. */
export function workerComposer(): Engine {
  const { api, close } = connect<Engine>(
    () => new Worker(new URL('./composer.worker.ts', import.meta.url), { type: 'module' }),
    ['generate'],
  );
  return {
    ...ABOUT,
    load: (progress) => api.load(progress),
    generate: (brief, params, signal) => api.generate(brief, params, signal),
    unload() {
      close();
      return Promise.resolve();
    },
  };
}
