import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtMusicgen } from '../../../../models/musicgen/built.ts';
import { TINY } from '../../../../models/musicgen/size.ts';
import { ELEMENT, type Attribute, type Model, type Tensor } from './model.ts';
import { parseModel } from './parse.ts';
import { join, NotOnnx, putBytes, putInteger, type Pieces } from './wire.ts';
import { writeModel } from './write.ts';

async function decoder(): Promise<Uint8Array> {
  return new Uint8Array(await readFile(`${await builtMusicgen(TINY)}/onnx/decoder_model_merged.onnx`));
}

test('a model that is read, written and read again is the same, branches too', async () => {
  const bytes = await decoder();
  const model = parseModel(bytes);
  const written = writeModel(model);
  expect(parseModel(written)).toEqual(model);
  // Nothing but the order of fields and what is default may differ.
  expect(Math.abs(written.length - bytes.length)).toBeLessThan(bytes.length / 100);
  const [chooser] = model.graph.nodes;
  expect(Object.keys(chooser!.attributes)).toEqual(['then_branch', 'else_branch']);
});

test('constants are views of the file', async () => {
  const bytes = await decoder();
  const { initialisers } = parseModel(bytes).graph;
  expect(initialisers.length).toBeGreaterThan(20);
  for (const { data } of initialisers) expect((data as Uint8Array).buffer).toBe(bytes.buffer);
});

const numbers = fc.maxSafeInteger();
const float = fc.float({ noNaN: true });
const tensor: fc.Arbitrary<Tensor> = fc.record({
  name: fc.string(),
  type: fc.constant(ELEMENT.uint8),
  shape: fc.array(fc.nat(), { maxLength: 3 }),
  data: fc.uint8Array().map((data) => data.slice()),
});
const attribute: fc.Arbitrary<Attribute> = fc.oneof(
  fc.record({ kind: fc.constant('float' as const), value: float }),
  fc.record({ kind: fc.constant('int' as const), value: numbers }),
  fc.record({ kind: fc.constant('string' as const), value: fc.string() }),
  fc.record({ kind: fc.constant('tensor' as const), value: tensor }),
  fc.record({ kind: fc.constant('floats' as const), value: fc.array(float) }),
  fc.record({ kind: fc.constant('ints' as const), value: fc.array(numbers) }),
);

test('every attribute and constant comes back', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), attribute), tensor, (attributes, constant) => {
      const node = { name: 'n', operator: 'Op', domain: '', inputs: ['', 'x'], outputs: ['y'], rest: [] };
      const value = { name: 'x', type: ELEMENT.float32, shape: ['batch', 3, ''] };
      const graph = { name: 'g', inputs: [value], outputs: [], initialisers: [constant], rest: [] };
      const model: Model = {
        graph: { ...graph, nodes: [{ ...node, attributes: { ...attributes } }] },
        opsets: [{ domain: 'com.microsoft', version: 1 }],
        rest: [Uint8Array.of(8, 8)],
      };
      expect(parseModel(writeModel(model))).toEqual(model);
    }),
  );
});

test('what is no model is refused', () => {
  expect(() => parseModel(new TextEncoder().encode('<!doctype html>'))).toThrow(NotOnnx);
  expect(() => parseModel(new Uint8Array())).toThrow(NotOnnx);
});

test('the largest integer is read where it is data, and refused where it is a size', () => {
  const largest = 2n ** 63n - 1n;
  const modelWith = (size: number | bigint): Uint8Array => {
    const int64Data: Pieces = [...putInteger(7, 1), ...putInteger(7, largest)];
    const constant = [...putInteger(1, size), ...putInteger(2, ELEMENT.int64), ...int64Data];
    return join(putBytes(7, putBytes(5, constant)));
  };
  const [constant] = parseModel(modelWith(2)).graph.initialisers;
  expect(constant!.data).toEqual(new Uint8Array(BigInt64Array.of(1n, largest).buffer));
  expect(() => parseModel(modelWith(largest))).toThrow(NotOnnx);
});
