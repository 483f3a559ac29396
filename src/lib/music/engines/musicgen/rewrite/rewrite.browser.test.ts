import { expect, inject, test } from 'vitest';
import { graphPath, type Dtype } from '../../../../../../models/hub-models.ts';
import { browserWhere } from '../../../../runtime/onnx-device-browser.ts';
import type { OnnxDevice } from '../../../../runtime/onnx-device.ts';
import { parseArchitecture } from '../architecture.ts';
import { openExportedDecoder } from '../exported-decoder.ts';
import { openRewrittenDecoder } from './open-rewritten.ts';
import { rewriteDecoder } from './rewrite.ts';
import { anyCondition, greedy, largestDifference } from './greedy-decoding.testing.ts';

async function file(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`${inject('modelHub')}/attune/musicgen-tiny/resolve/main/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function original(dtype: Dtype) {
  const architecture = parseArchitecture(new TextDecoder().decode(await file('config.json')), 'tiny');
  return {
    architecture,
    graph: { bytes: await file(graphPath('decoder_model_merged', dtype)), external: [] },
  };
}

async function ours(device: OnnxDevice, dtype: Dtype) {
  const { architecture, graph } = await original(dtype);
  const rewritten = rewriteDecoder(graph, architecture);
  if ('refused' in rewritten) throw new Error(rewritten.refused);
  return { architecture, decoder: await openRewrittenDecoder(device, rewritten, architecture) };
}

async function theirs(device: OnnxDevice, dtype: Dtype) {
  const { architecture, graph } = await original(dtype);
  return {
    architecture,
    decoder: await openExportedDecoder(device, { first: graph, cached: null }, architecture),
  };
}

async function run({ architecture, decoder }: Awaited<ReturnType<typeof ours>>, told?: readonly number[]) {
  const result = await greedy(architecture, decoder, anyCondition(architecture, 5), 3, 12, told);
  await decoder.close();
  return result;
}

test.each([
  { provider: 'wasm' as const, dtype: 'fp32' as const, most: 1e-4 },
  { provider: 'webgpu' as const, dtype: 'fp32' as const, most: 1e-4 },
  { provider: 'webgpu' as const, dtype: 'q4' as const, most: 1e-3 },
])('a rewritten $dtype decoder has the original’s logits and tokens on $provider', async (of) => {
  const { device } = await browserWhere(of.provider);
  const { device: wasm } = await browserWhere('wasm');
  const expected = await run(await theirs(wasm, of.dtype));
  const found = await run(await ours(device, of.dtype), expected.tokens);
  expect(found.tokens).toEqual(expected.tokens);
  expect(new Set(found.tokens).size).toBeGreaterThan(10);
  expect(largestDifference(found.logits, expected.logits)).toBeLessThan(of.most);
});
