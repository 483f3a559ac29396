import type { OnnxDevice } from '../../../../runtime/onnx-device.ts';
import type { Architecture } from '../architecture.ts';
import type { Decoder } from '../decoder.ts';
import { openGpuDecoder } from './gpu-decoder.ts';
import { openHeapDecoder } from './heap-decoder.ts';
import type { Rewritten } from './rewrite.ts';

/**
 * Decodes with a rewritten graph, on the device's provider.
 * @throws NoHeap where WebAssembly's memory can't be had: the original is to be run instead.
 * @throws AttuneError `device_failed`
 */
export function openRewrittenDecoder(
  device: OnnxDevice,
  rewritten: Rewritten,
  architecture: Architecture,
): Promise<Decoder> {
  const open = device.provider === 'webgpu' ? openGpuDecoder : openHeapDecoder;
  return open(device, rewritten, architecture);
}
