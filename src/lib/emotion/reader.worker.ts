import { browserOnnx } from '../runtime/onnx-browser.ts';
import { serve } from '../runtime/rpc/serve.ts';
import { inlineReader } from './inline-reader.ts';
import { decodeInBrowser } from './picture/browser.ts';
import type { FaceReader, ProviderWish } from './reader.ts';

let reader: FaceReader | null = null;

function started(wish: ProviderWish): FaceReader {
  return (reader ??= inlineReader(browserOnnx, decodeInBrowser, wish));
}

const api = {
  load: (wish: ProviderWish, progress: (fraction: number) => void) => started(wish).load(progress),
  read: (wish: ProviderWish, picture: Blob, signal?: AbortSignal) => started(wish).read(picture, signal),
};

/** What the worker answers to. Every call names the provider, as a worker that was started anew has heard of none. */
export type ReaderWorker = typeof api;

serve(api);
