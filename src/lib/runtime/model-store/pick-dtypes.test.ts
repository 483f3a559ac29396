import { expect, test } from 'vitest';
import { DTYPES } from '../../../../models/hub-models.ts';
import { pickDtypes, type Device } from './pick-dtypes.ts';

const DEVICES: Device[] = [
  { provider: 'webgpu', shaderF16: true },
  { provider: 'webgpu', shaderF16: false },
  { provider: 'wasm', shaderF16: false },
];

test.each(DEVICES)('what $provider runs (fp16: $shaderF16)', (device) => {
  const { decoder_model_merged, text_encoder, encodec_decode } = pickDtypes(device);
  expect(text_encoder).toEqual(decoder_model_merged);
  expect(encodec_decode).toEqual(['fp32']);
  expect(decoder_model_merged![0]).toBe(device.provider === 'webgpu' ? 'q4' : 'q8');
  expect(decoder_model_merged!.includes('q8')).toBe(device.provider === 'wasm');
  expect(decoder_model_merged!.includes('fp16')).toBe(device.shaderF16);

  for (const asked of DTYPES) {
    if (decoder_model_merged!.includes(asked)) {
      expect(pickDtypes(device, asked).decoder_model_merged).toEqual([asked]);
      expect(pickDtypes(device, asked).text_encoder![0]).toBe(asked);
      expect(pickDtypes(device, asked).encodec_decode).toEqual(['fp32']);
    } else {
      expect(() => pickDtypes(device, asked)).toThrow(/bad_options/);
    }
  }
});
