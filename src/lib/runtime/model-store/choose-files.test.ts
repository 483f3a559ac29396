import { expect, test } from 'vitest';
import { SETTINGS } from '../../../../models/hub-models.ts';
import { chooseFiles } from './choose-files.ts';

const wanted = { decoder_model_merged: ['q4', 'fp32'] } as const;

function graphsAmong(paths: string[]): { graphs: string[]; missing: readonly string[] } {
  const listed = [...SETTINGS, ...paths].map((path) => ({ path, bytes: 1, digest: null }));
  const { chosen, missing } = chooseFiles(wanted, listed);
  return { graphs: chosen.filter(({ part }) => part !== 'settings').map(({ path }) => path), missing };
}

test.each([
  [
    'the merged decoder comes first, in whichever precision it is there',
    [
      'onnx/decoder_model_merged.onnx',
      'onnx/decoder_model_merged.onnx_data',
      'onnx/decoder_model_q4.onnx',
      'onnx/decoder_with_past_model_q4.onnx',
    ],
    ['onnx/decoder_model_merged.onnx', 'onnx/decoder_model_merged.onnx_data'],
  ],
  [
    'without it, both halves of one precision',
    ['onnx/decoder_model_q4.onnx', 'onnx/decoder_model.onnx', 'onnx/decoder_with_past_model.onnx'],
    ['onnx/decoder_model.onnx', 'onnx/decoder_with_past_model.onnx'],
  ],
])('%s', (_, there, chosen) => {
  expect(graphsAmong(there)).toEqual({ graphs: chosen, missing: [] });
});

test('half a decoder is none', () => {
  expect(graphsAmong(['onnx/decoder_model.onnx'])).toEqual({
    graphs: [],
    missing: ['onnx/decoder_model_merged_q4.onnx | onnx/decoder_model_merged.onnx'],
  });
});
