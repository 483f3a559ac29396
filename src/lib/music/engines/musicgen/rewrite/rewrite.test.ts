import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, test } from 'vitest';
import { graphPath, type Dtype, type Role } from '../../../../../../models/hub-models.ts';
import { builtMusicgen } from '../../../../../../models/musicgen/built.ts';
import { TINY } from '../../../../../../models/musicgen/size.ts';
import { onnxDevice } from '../../../../runtime/onnx-device.ts';
import { parseModel } from '../../../../runtime/onnx-graph/parse.ts';
import { writeModel } from '../../../../runtime/onnx-graph/write.ts';
import '../../../../runtime/onnx-heap-node.ts';
import { parseArchitecture, type Architecture } from '../architecture.ts';
import { openExportedDecoder } from '../exported-decoder.ts';
import { openRewrittenDecoder } from './open-rewritten.ts';
import { rewriteDecoder } from './rewrite.ts';
import { anyCondition, greedy, largestDifference } from './greedy-decoding.testing.ts';

const device = onnxDevice(ort, null);
let architecture: Architecture;
let folder: string;
let bytes: Uint8Array<ArrayBuffer>;

async function read(dtype: Dtype, role: Role = 'decoder_model_merged'): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(`${folder}/${graphPath(role, dtype)}`));
}

beforeAll(async () => {
  folder = await builtMusicgen(TINY);
  architecture = parseArchitecture(await readFile(`${folder}/config.json`, 'utf8'), 'tiny');
  bytes = await read('fp32');
});

/** Both decoders over the same files, and how far they are from one another. */
async function compare(dtype: Dtype, text: number, known: number, rows = 2) {
  const graph = { bytes: await read(dtype), external: [] };
  const rewritten = rewriteDecoder(graph, architecture);
  if ('refused' in rewritten) throw new Error(rewritten.refused);
  const ours = await openRewrittenDecoder(device, rewritten, architecture);
  const theirs = await openExportedDecoder(device, { first: graph, cached: null }, architecture);
  const condition = anyCondition(architecture, text, rows);
  const expected = await greedy(architecture, theirs, condition, known, 24);
  // The second window is to know nothing of the first.
  await greedy(architecture, ours, anyCondition(architecture, 3), 2, 5);
  const found = await greedy(architecture, ours, condition, known, 24, expected.tokens);
  await ours.close();
  await theirs.close();
  return { found, expected, difference: largestDifference(found.logits, expected.logits) };
}

describe('a rewritten decoder', () => {
  test.each([
    { text: 7, known: 1, rows: 2 },
    { text: 1, known: 1, rows: 2 },
    { text: 12, known: 9, rows: 2 },
    { text: 3, known: 4, rows: 6 },
  ])(
    'has the original’s logits and tokens: $text words, $known columns known, $rows rows',
    async ({ text, known, rows }) => {
      const { found, expected, difference } = await compare('fp32', text, known, rows);
      expect(found.tokens).toEqual(expected.tokens);
      expect(new Set(found.tokens).size).toBeGreaterThan(20);
      expect(difference).toBeLessThan(1e-4);
    },
  );

  test.each([
    // Rounding moves a number to the next of 256 steps now and then.
    { dtype: 'q8' as const, most: 0.1 },
    { dtype: 'q4' as const, most: 1e-4 },
    // Of 11 bits of precision.
    { dtype: 'fp16' as const, most: 0.1 },
  ])('in $dtype, too', async ({ dtype, most }) => {
    const { found, expected, difference } = await compare(dtype, 7, 1);
    const same = found.tokens.filter((token, i) => token === expected.tokens[i]).length;
    expect(same / found.tokens.length).toBeGreaterThan(0.9);
    expect(difference).toBeLessThan(most);
  });
});

describe('what is not recognised', () => {
  const refusal = (change: (operator: string) => string): unknown => {
    const model = parseModel(bytes);
    const [chooser] = model.graph.nodes;
    const branch = chooser!.attributes['else_branch'];
    if (branch?.kind !== 'graph') throw new Error('the fixture has no branches');
    for (const node of branch.value.nodes) node.operator = change(node.operator);
    return rewriteDecoder({ bytes: writeModel(model), external: [] }, architecture);
  };

  test('is left as it is, and it says why', () => {
    expect(refusal((operator) => operator)).not.toHaveProperty('refused');
    expect(refusal((operator) => (operator === 'Erf' ? 'Tanh' : operator))).toMatchObject({
      refused: expect.stringContaining('GELU') as string,
    });
    expect(refusal((operator) => (operator === 'Softmax' ? 'LogSoftmax' : operator))).toMatchObject({
      refused: expect.stringContaining('LogSoftmax') as string,
    });
    const other = { ...architecture, heads: 2 * architecture.heads };
    expect(rewriteDecoder({ bytes, external: [] }, other)).toMatchObject({
      refused: expect.stringContaining('size') as string,
    });
    expect(rewriteDecoder({ bytes: new Uint8Array(9).fill(255), external: [] }, architecture)).toHaveProperty(
      'refused',
    );
  });
});
