import { AttuneError } from '../core/errors.ts';
import type { Look } from '../core/reading.ts';
import type { OnnxRuntime } from '../runtime/onnx.ts';
import { look } from './look.ts';
import { closeNetworks, loadNetworks, type Loaded } from './networks.ts';
import type { Pixels } from './picture/pixels.ts';
import type { FaceReader, ProviderWish, ReaderReport } from './reader.ts';

/** Turns a file into pixels on this platform. @throws AttuneError `picture_*` */
export type Decode = (picture: Blob) => Promise<Pixels>;

/** A reader that runs where it is called. `wish` says on which provider. */
export function inlineReader(onnx: OnnxRuntime, decode: Decode, wish: ProviderWish = 'auto'): FaceReader {
  let loading: Promise<Loaded> | null = null;
  const watching = new Set<(fraction: number) => void>();
  let last: Promise<unknown> = Promise.resolve();

  function loaded(): Promise<Loaded> {
    loading ??= loadNetworks(onnx, wish, (fraction) => watching.forEach((watch) => watch(fraction))).catch(
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  }

  /** Whoever asks while the networks load, for instance after they were begun to load unasked, hears how far they are. */
  async function load(progress: (fraction: number) => void = () => undefined): Promise<ReaderReport> {
    watching.add(progress);
    try {
      return (await inTurn(loaded)).report;
    } finally {
      watching.delete(progress);
    }
  }

  /** Runs one job after the other: onnxruntime-web takes one run at a time, and memory holds one picture at a time. */
  function inTurn<T>(job: () => Promise<T>): Promise<T> {
    const result = last.then(job);
    last = result.catch(() => undefined);
    return result;
  }

  async function read(picture: Blob, signal?: AbortSignal): Promise<Look> {
    try {
      signal?.throwIfAborted();
      const pixels = await decode(picture);
      const { networks } = await loaded();
      return await look(networks, pixels, signal);
    } catch (error) {
      throw AttuneError.from(error);
    }
  }

  return {
    load,
    read: (picture, signal) => inTurn(() => read(picture, signal)),
    unload: () =>
      inTurn(async () => {
        const done = await loading?.catch(() => null);
        loading = null;
        if (done) await closeNetworks(done.networks);
      }),
  };
}
