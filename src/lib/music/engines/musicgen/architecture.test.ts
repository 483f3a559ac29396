import { expect, test } from 'vitest';
import { configurationFiles } from '../../../../../models/musicgen/configuration.ts';
import { TINY, TINY_STEREO } from '../../../../../models/musicgen/size.ts';
import { parseArchitecture } from './architecture.ts';

type Parts = Record<string, Record<string, unknown>>;

/** The configuration of a public export, with one of its numbers changed. */
function configured(part: string, change: Record<string, unknown>): string {
  const config = configurationFiles(TINY)['config.json'] as Parts;
  return JSON.stringify({ ...config, [part]: { ...config[part], ...change } });
}

test('a public configuration tells the sizes, in mono and in stereo', () => {
  const text = JSON.stringify(configurationFiles(TINY)['config.json']);
  expect(parseArchitecture(text, 'a/b')).toMatchObject({ layers: 2, heads: 4, headDim: 16, codebooks: 4 });
  const stereo = JSON.stringify(configurationFiles(TINY_STEREO)['config.json']);
  expect(parseArchitecture(stereo, 'a/b')).toMatchObject({ codebooks: 8 });
});

test('who says nothing of channels has one', () => {
  const text = configured('decoder', { audio_channels: undefined });
  expect(parseArchitecture(text, 'a/b')).toMatchObject({ codebooks: 4 });
});

test.each([
  ['decoder', { num_attention_heads: 3 }, /^decoder\.hidden_size: the attention heads do not divide it$/],
  ['decoder', { num_codebooks: 8 }, /^decoder\.num_codebooks: each audio channel has four$/],
  ['decoder', { audio_channels: 2 }, /^decoder\.num_codebooks: each audio channel has four$/],
  ['decoder', { vocab_size: 4096 }, /^decoder\.vocab_size: .*2048/],
  ['decoder', { pad_token_id: 0 }, /^decoder\.pad_token_id: .*2048/],
  ['decoder', { num_hidden_layers: 0 }, /^decoder\.num_hidden_layers: /],
  ['audio_encoder', { sampling_rate: 0 }, /^audio_encoder\.sampling_rate: .*32000/],
  ['audio_encoder', { upsampling_ratios: [8, 5, 4, 2] }, /^audio_encoder\.upsampling_ratios: .* 640/],
  ['audio_encoder', { upsampling_ratios: [] }, /^audio_encoder\.upsampling_ratios: .* 640/],
  ['text_encoder', { d_model: undefined }, /^text_encoder\.d_model: /],
])('%s with %o is refused by the name of the model, and it is said why', (part, change, reason) => {
  expect(() => parseArchitecture(configured(part, change), 'a/b')).toThrow(
    expect.objectContaining({
      code: 'model_unfit',
      details: { model: 'a/b', file: 'config.json', reason: expect.stringMatching(reason) as string },
    }),
  );
});

test.each(['', '[]', '{"model_type":"t5"}'])('%j is no configuration of a MusicGen', (text) => {
  expect(() => parseArchitecture(text, 'a/b')).toThrow(expect.objectContaining({ code: 'model_unfit' }));
});
