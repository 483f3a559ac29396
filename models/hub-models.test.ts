import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DTYPES, graphPath, HUB_MODELS, hubModelId, ROLES } from './hub-models.ts';

test('every listed model has an id that passes, a licence, and its bytes', () => {
  for (const model of HUB_MODELS) {
    expect(hubModelId.parse(model.id)).toBe(model.id);
    expect(model.licence).toBe('CC-BY-NC-4.0');
    for (const file of Object.values(model.files).flatMap((files) => Object.values(files))) {
      expect(file.bytes).toBeGreaterThan(1e6);
      expect(file.estimated || file.sha256 !== null).toBe(true);
    }
  }
});

test('no two graphs share a path', () => {
  const paths = ROLES.flatMap((role) => DTYPES.map((dtype) => graphPath(role, dtype)));
  expect(new Set(paths).size).toBe(paths.length);
  expect(graphPath('decoder_model_merged', 'q8')).toBe('onnx/decoder_model_merged_quantized.onnx');
});

test.each(['', '.', '..', '../x', 'a/../b', 'a/b/c', 'a--b/c', '/etc', 'a\\b', 'a b', '.ssh/x'])(
  '%j is no id of a model',
  (id) => {
    expect(hubModelId.safeParse(id).success).toBe(false);
  },
);

test('what passes as an id is one folder or two, and none of them leads upwards', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '.', '-', '/', '_', '%'), maxLength: 12 }), (id) => {
      if (!hubModelId.safeParse(id).success) return;
      expect(id.split('/').length).toBeLessThanOrEqual(2);
      expect(id.split('/').every((name) => name !== '' && !name.startsWith('.'))).toBe(true);
      expect(id).not.toContain('%');
    }),
  );
});
