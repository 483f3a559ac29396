import { expect } from 'vitest';
import type { Dtype } from '../../../../../../models/hub-models.ts';
import { browserWhere } from '../../../../runtime/onnx-device-browser.ts';
import { parseArchitecture } from '../architecture.ts';
import { openExportedDecoder } from '../exported-decoder.ts';
import { tinyFiles } from '../tiny-files.testing.ts';
import { anyCondition, greedy, largestDifference } from './greedy-decoding.testing.ts';
import { openRewrittenDecoder } from './open-rewritten.ts';
import { rewriteDecoder } from './rewrite.ts';

/**
 * Expects of the rewritten decoder on WebGPU what the original gives on WebAssembly.
 * @param most by how much logits may differ.
 */
export async function expectOriginal(dtype: Dtype, most: number): Promise<void> {
  const architecture = parseArchitecture(await tinyFiles.text('config.json'), tinyFiles.model);
  const { device, reference } = await browserWhere('webgpu');
  const first = await tinyFiles.graph('decoder_model_merged', dtype);
  const rewritten = rewriteDecoder(first, architecture);
  if ('refused' in rewritten) throw new Error(rewritten.refused);
  const theirs = await openExportedDecoder(reference!, { first, cached: null }, architecture);
  const ours = await openRewrittenDecoder(device, rewritten, architecture);
  const condition = anyCondition(architecture, 5);
  const expected = await greedy(architecture, theirs, condition, 3, 12);
  const found = await greedy(architecture, ours, condition, 3, 12, expected.tokens);
  await theirs.close();
  await ours.close();
  expect(found.tokens).toEqual(expected.tokens);
  expect(new Set(found.tokens).size).toBeGreaterThan(10);
  expect(largestDifference(found.logits, expected.logits)).toBeLessThan(most);
}
