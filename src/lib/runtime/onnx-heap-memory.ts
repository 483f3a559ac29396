import { AttuneError } from '../core/errors.ts';
import type { OrtModule, Pointer } from './onnx-heap.ts';

/** What 32 bits can count; `_malloc` would take the remainder of more. */
const ADDRESSES = 2 ** 32 - 1;

/** @returns where a copy of `bytes` lies. @throws AttuneError `device_failed` where there is no room. */
export function allocate(module: OrtModule, bytes: ArrayLike<number>): Pointer {
  const pointer = reserve(module, bytes.length);
  module.HEAPU8.set(bytes, pointer);
  return pointer;
}

/** @throws AttuneError `device_failed` where there is no room, which another worker, with a memory of its own, may have. */
export function reserve(module: OrtModule, bytes: number): Pointer {
  const pointer = bytes <= ADDRESSES ? module._malloc(Math.max(bytes, 1)) : 0;
  if (pointer === 0) throw failure(`out of memory: no room for ${bytes} bytes`);
  return pointer;
}

/** What the device gave up with. */
export function failure(reason: string): AttuneError {
  return new AttuneError('device_failed', { provider: 'wasm', reason });
}

/** @returns what went wrong last, in onnxruntime's words. */
export function lastError(module: OrtModule): string {
  const words = module._malloc(8);
  if (words === 0) return 'out of memory';
  module._OrtGetLastError(words, words + 4);
  const message = module.getValue(words + 4, '*');
  const text = message === 0 ? `code ${module.getValue(words, 'i32')}` : module.UTF8ToString(message);
  module._free(words);
  return text;
}
