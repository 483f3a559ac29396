import type { Dtype } from '../../../../models/hub-models.ts';
import { AttuneError } from '../../core/errors.ts';
import type { Provider } from '../onnx.ts';
import type { Wanted } from './model-store.ts';

/** Where a model is to run. */
export interface Device {
  provider: Provider;
  /** Whether the adapter has `shader-f16`; false for WebAssembly. */
  shaderF16: boolean;
}

/**
 * Which weights to take. On WebGPU q4 (MatMulNBits) is the smallest and so the fastest, as decoding is bound by
 * bandwidth; q8 is never run there, as the provider has no MatMulInteger and gives noise (transformers.js issues 1308,
 * 1317). EnCodec is decoded in fp32: in fp16 its ConvTranspose is wrong past 2048 positions (onnxruntime issue 28976).
 * @param asked `auto` takes what suits the device of what the repository has; else the decoder is exactly this.
 * @throws AttuneError `bad_options` for a dtype that the device can't run.
 */
export function pickDtypes(device: Device, asked: Dtype | 'auto' = 'auto'): Wanted {
  const suited = suitable(device);
  if (asked !== 'auto' && !suited.includes(asked)) {
    throw new AttuneError('bad_options', { reason: `${asked} does not run on ${device.provider} here` });
  }
  const first = asked === 'auto' ? [] : [asked];
  return {
    text_encoder: [...new Set([...first, ...suited])],
    decoder_model_merged: asked === 'auto' ? suited : [asked],
    encodec_decode: ['fp32'],
  };
}

function suitable({ provider, shaderF16 }: Device): Dtype[] {
  if (provider === 'wasm') return ['q8', 'q4', 'fp32'];
  return shaderF16 ? ['q4', 'fp16', 'fp32'] : ['q4', 'fp32'];
}
