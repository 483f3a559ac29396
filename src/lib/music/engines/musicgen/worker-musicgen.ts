import { AttuneError } from '../../../core/errors.ts';
import { connect } from '../../../runtime/rpc/connect.ts';
import type { Provider } from '../../../runtime/onnx.ts';
import { ABOUT } from './about.ts';
import type { MusicgenEngine } from './engine-in-place.ts';
import type { MusicgenWorker } from './musicgen.worker.ts';
import { afterCrash, beginCourse, survive, surviving, type Try } from './surviving.ts';

/**
 * MusicGen for the page, in a worker of its own, which starts with the first call, again after a crash, and ends with
 * `unload`: only the end of a worker gives all its memory back.
 * @param host of the model hub: an address, or a path on the page's own origin.
 * @param wish where it is to run.
 */
export function workerMusicgen(host: string, wish: Provider | 'auto' = 'auto'): MusicgenEngine {
  const { api, close, isLiving } = connect<MusicgenWorker>(
    () =>
      new Worker(new URL('./musicgen.worker.ts', import.meta.url), {
        type: 'module',
        name: new URL(host, location.origin).href,
      }),
    ['generate'],
  );
  const course = beginCourse();
  const providerOf = (where: Try): Provider | 'auto' => (where === 'wasm' ? 'wasm' : wish);
  let last: Try = 'wished';

  /** What failed stays failed: another try gets another worker. */
  function on(where: Try): Provider | 'auto' {
    if (where !== last) close(new AttuneError('device_failed'));
    last = where;
    return providerOf(where);
  }

  return {
    ...ABOUT,
    load: (progress, model, signal) =>
      survive(course, (where) => api.load(on(where), progress, model, signal)),
    generate: (brief, params, signal, start) =>
      surviving(course, (where, from) => api.generate(on(where), brief, params, signal, from), start),
    // It runs on WebAssembly wherever the music does: what fails there says nothing of the music's device.
    encode: (audio, progress, model, signal) =>
      afterCrash(() => api.encode(providerOf(last), audio, progress, model, signal)),
    report: async () => (isLiving() ? api.report(providerOf(last)) : null),
    unload() {
      close();
      return Promise.resolve();
    },
  };
}
