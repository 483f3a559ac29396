import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { DTYPES, graphPath, type Dtype, type Role } from '../hub-models.ts';
import { buildMusicgen } from './build.ts';
import { builtMusicgen } from './built.ts';
import { codebooks, TINY, TINY_STEREO, type MusicgenSize } from './size.ts';

let folder: string;
const open = new Set<InferenceSession>();

beforeAll(async () => {
  folder = await builtMusicgen(TINY);
});
afterEach(async () => {
  for (const session of open) await session.release();
  open.clear();
});

async function session(role: Role, dtype: Dtype = 'fp32', from = folder): Promise<InferenceSession> {
  const opened = await InferenceSession.create(await readFile(join(from, graphPath(role, dtype))));
  open.add(opened);
  return opened;
}

const real = (data: Float32Array, ...shape: number[]) => new Tensor('float32', data, shape);
const whole = (data: readonly number[], ...shape: number[]) =>
  new Tensor('int64', BigInt64Array.from(data, BigInt), shape);
const floats = (tensor: Tensor | undefined) => tensor!.data as Float32Array;

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((max, x, i) => Math.max(max, Math.abs(x - b[i]!)), 0);
}

/** Numbers without an order, that look the same in every run. */
function scatter(length: number): Float32Array {
  return new Float32Array(length).map((_, i) => Math.sin(i * 12.9898 + 4.1));
}

const TEXT = 5;

/** Two rows of text, of which the second is shorter, and `steps` tokens for each codebook. */
function inputs(
  { decoder, text }: MusicgenSize,
  steps: number,
  from = 0,
  to = steps,
): Record<string, Tensor> {
  const rows = 2 * codebooks(decoder);
  const ids = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: steps }, (_, step) => (step === 0 ? 2048 : (row * 977 + step * 331) % 2048)),
  );
  return {
    input_ids: whole(
      ids.flatMap((row) => row.slice(from, to)),
      rows,
      to - from,
    ),
    encoder_attention_mask: whole([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], 2, TEXT),
    encoder_hidden_states: real(scatter(2 * TEXT * text.hidden), 2, TEXT, text.hidden),
  };
}

function noPast({ decoder: { layers, heads, hidden } }: MusicgenSize): Record<string, Tensor> {
  const empty = () => real(new Float32Array(), 1, heads, 0, hidden / heads);
  const names = Array.from({ length: layers }, (_, i) => [
    `${i}.decoder.key`,
    `${i}.decoder.value`,
    `${i}.encoder.key`,
    `${i}.encoder.value`,
  ]);
  return Object.fromEntries(names.flat().map((name) => [`past_key_values.${name}`, empty()]));
}

const flag = (value: boolean) => new Tensor('bool', [value], [1]);

/** What a step gave, as the next one takes it. */
function asPast(results: InferenceSession.ReturnType): Record<string, Tensor> {
  const { logits: _, ...presents } = results;
  const entries = Object.entries(presents) as [string, Tensor][];
  return Object.fromEntries(
    entries.map(([name, value]) => [name.replace('present', 'past_key_values'), value]),
  );
}

/** Runs the merged decoder as every caller does: the first step alone, then one step at a time on the cache. */
async function stepByStep(
  decoder: InferenceSession,
  size: MusicgenSize,
  steps: number,
): Promise<Float32Array[]> {
  let past = noPast(size);
  const logits: Float32Array[] = [];
  for (let step = 0; step < steps; step++) {
    const use_cache_branch = flag(step > 0);
    const results = await decoder.run({ ...inputs(size, steps, step, step + 1), ...past, use_cache_branch });
    logits.push(floats(results['logits']));
    const next = Object.entries(asPast(results)).filter(([name]) => step === 0 || name.includes('.decoder.'));
    past = { ...past, ...Object.fromEntries(next) };
  }
  return logits;
}

test('the decoder has the inputs, outputs and shapes of the public export', async () => {
  const { inputMetadata, outputMetadata } = await session('decoder_model_merged');
  const cache = (of: string, positions: string) =>
    [0, 1].flatMap((i) =>
      ['key', 'value'].map((kind) => [`${i}.${of}.${kind}`, ['batch_size', 4, positions, 16]]),
    );
  const shapes = (metadata: readonly InferenceSession.ValueMetadata[]) =>
    Object.fromEntries(metadata.map((value) => [value.name, value.isTensor && value.shape]));
  const prefixed = (prefix: string, entries: unknown[][]) =>
    entries.map(([name, shape]) => [`${prefix}.${name}`, shape]);

  expect(shapes(inputMetadata)).toEqual({
    encoder_attention_mask: ['batch_size', 'encoder_sequence_length'],
    input_ids: ['total_batch_size_x_num_codebooks', 'decoder_sequence_length'],
    encoder_hidden_states: ['total_batch_size', 'encoder_sequence_length', 48],
    ...Object.fromEntries(
      prefixed('past_key_values', [
        ...cache('decoder', 'past_decoder_sequence_length'),
        ...cache('encoder', 'encoder_sequence_length_out'),
      ]),
    ),
    use_cache_branch: [1],
  });
  expect(outputMetadata.map(({ name }) => name)).toEqual([
    'logits',
    ...[0, 1].flatMap((i) =>
      ['decoder', 'encoder'].flatMap((of) => ['key', 'value'].map((kind) => `present.${i}.${of}.${kind}`)),
    ),
  ]);
});

test.each([
  ['mono', TINY],
  ['stereo', TINY_STEREO],
])('one step at a time on the cache, or all at once: the logits are the same (%s)', async (_, size) => {
  const steps = 9;
  const decoder = await session('decoder_model_merged', 'fp32', await builtMusicgen(size));
  const cached = await stepByStep(decoder, size, steps);
  const all = await decoder.run({ ...inputs(size, steps), ...noPast(size), use_cache_branch: flag(false) });
  const rows = 2 * codebooks(size.decoder);
  expect(all['logits']!.dims).toEqual([rows, steps, 2048]);
  const logits = floats(all['logits']);
  for (const [step, found] of cached.entries()) {
    const at = (row: number) => (row * steps + step) * 2048;
    const expected = Float32Array.from(
      { length: rows * 2048 },
      (_, i) => logits[at(Math.floor(i / 2048)) + (i % 2048)]!,
    );
    expect(largestDifference(found, expected)).toBeLessThan(1e-4);
  }
});

test('the cached branch gives no keys and values of the text', async () => {
  const decoder = await session('decoder_model_merged');
  const first = await decoder.run({ ...inputs(TINY, 1), ...noPast(TINY), use_cache_branch: flag(false) });
  const past = asPast(first);
  const second = await decoder.run({ ...inputs(TINY, 2, 1, 2), ...past, use_cache_branch: flag(true) });
  expect(first['present.0.encoder.key']!.dims).toEqual([2, 4, TEXT, 16]);
  expect(second['present.0.encoder.key']!.dims).toEqual([0, 4, 1, 16]);
  expect(second['present.1.decoder.value']!.dims).toEqual([2, 4, 2, 16]);
});

test('the split decoders are the branches of the merged one', async () => {
  const first = await session('decoder_model');
  const next = await session('decoder_with_past_model');
  expect(next.inputNames).not.toContain('encoder_hidden_states');
  expect(next.outputNames.filter((name) => name.includes('encoder'))).toEqual([]);

  const merged = await stepByStep(await session('decoder_model_merged'), TINY, 2);
  const start = await first.run(inputs(TINY, 2, 0, 1));
  expect(floats(start['logits'])).toEqual(merged[0]);
  const past = asPast(start);
  const { encoder_hidden_states: _, ...rest } = inputs(TINY, 2, 1, 2);
  expect(floats((await next.run({ ...rest, ...past }))['logits'])).toEqual(merged[1]);
});

/** How far the logits of a precision may be from those of fp32, against the spread of those. */
const LOSS = { fp32: 0, fp16: 0.003, q8: 0.04, q4: 0.3 };

test.each(DTYPES)('%s: every network runs, and does much the same', async (dtype) => {
  const decoder = await session('decoder_model_merged', dtype);
  for (const value of decoder.inputMetadata) expect(value).not.toMatchObject({ type: 'float16' });
  const exact = await stepByStep(await session('decoder_model_merged'), TINY, 3);
  const found = await stepByStep(decoder, TINY, 3);
  for (const [step, logits] of exact.entries())
    expect(error(found[step]!, logits)).toBeLessThanOrEqual(LOSS[dtype]);

  const ids = { input_ids: whole([12, 23, 1], 1, 3), attention_mask: whole([1, 1, 1], 1, 3) };
  const states = async (of: Dtype) =>
    floats((await (await session('text_encoder', of)).run(ids))['last_hidden_state']);
  expect(error(await states(dtype), await states('fp32'))).toBeLessThanOrEqual(LOSS[dtype]);

  const codes = {
    audio_codes: whole(
      Array.from({ length: 4 * 6 }, (_, i) => (i * 397) % 2048),
      1,
      1,
      4,
      6,
    ),
  };
  const sound = async (of: Dtype) =>
    floats((await (await session('encodec_decode', of)).run(codes))['audio_values']);
  expect(error(await sound(dtype), await sound('fp32'))).toBeLessThanOrEqual(LOSS[dtype]);

  const input_values = real(scatter(3000), 1, 1, 3000);
  const { audio_codes } = await (await session('encodec_encode', dtype)).run({ input_values });
  expect(audio_codes!.dims).toEqual([1, 1, 4, 5]);
  expect(Math.max(...Array.from(audio_codes!.data as BigInt64Array, Number))).toBeLessThan(2048);
});

/** Root mean square of the difference over that of what is expected. */
function error(found: Float32Array, expected: Float32Array): number {
  expect(found.length).toBe(expected.length);
  const power = (data: Float32Array) => data.reduce((sum, x) => sum + x * x, 0);
  return Math.sqrt(power(found.map((x, i) => x - expected[i]!)) / power(expected));
}

test('sound is 640 samples a frame, at a level like that of music', async () => {
  const frames = 50;
  const codes = Array.from({ length: 2 * 4 * frames }, (_, i) => (i * i * 397) % 2048);
  const { audio_values } = await (
    await session('encodec_decode')
  ).run({ audio_codes: whole(codes, 1, 2, 4, frames) });
  expect(audio_values!.dims).toEqual([2, 1, frames * 640]);
  const data = floats(audio_values);
  const rms = Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length);
  expect(rms).toBeGreaterThan(0.05);
  expect(rms).toBeLessThan(0.3);
});

test('the encoder rounds the length up to whole frames, and hears differences', async () => {
  const encoder = await session('encodec_encode');
  const encode = async (sound: Float32Array) =>
    (await encoder.run({ input_values: real(sound, 1, 1, sound.length) }))['audio_codes']!;
  expect((await encode(scatter(6400))).dims).toEqual([1, 1, 4, 10]);
  expect((await encode(scatter(6401))).dims).toEqual([1, 1, 4, 11]);
  const codes = (await encode(scatter(32_000))).data as BigInt64Array;
  expect(new Set(codes).size).toBeGreaterThan(50);
});

test('the largest logit stands clear of the next', async () => {
  const steps = 40;
  const decoder = await session('decoder_model_merged');
  const gaps = (await stepByStep(decoder, TINY, steps)).flatMap((logits) =>
    Array.from({ length: logits.length / 2048 }, (_, row) => {
      const [first = 0, second = 0] = logits
        .slice(row * 2048, (row + 1) * 2048)
        .sort()
        .slice(-2)
        .reverse();
      return first - second;
    }),
  );
  // Devices differ by some 1e-5: a gap below 1e-3 must be rare enough that a test of 100 tokens never meets one.
  expect(gaps.filter((gap) => gap < 1e-3).length).toBeLessThan(gaps.length / 100);
});

test('names are those of the exporter: scopes, parameters, and weights without a name', async () => {
  const text = (await readFile(join(folder, graphPath('decoder_model_merged', 'fp32')))).toString('latin1');
  for (const name of [
    'optimum::if',
    'then_branch',
    '/decoder/model/decoder/layers.1/self_attn/q_proj/MatMul_output_0',
    '/decoder/model/decoder/layers.0/encoder_attn/Softmax_output_0',
    '/decoder/lm_heads.3/MatMul',
    '/enc_to_dec_proj/MatMul',
    'decoder.model.decoder.embed_tokens.0.weight_merged_0',
    'decoder.model.decoder.layers.0.final_layer_norm.bias_merged_0',
  ]) {
    expect(text).toContain(name);
  }
  expect(new Set(text.match(/onnx::MatMul_\d+_merged_0/g)).size).toBe(1 + 2 * 10 + 4);
});

test('the same seed gives the same bytes, another one others', async () => {
  const hashes = async (size: MusicgenSize): Promise<Record<string, string>> => {
    const target = await mkdtemp(join(tmpdir(), 'musicgen-'));
    await buildMusicgen(size, target);
    const files = (await readdir(target, { recursive: true })).filter((file) => file.includes('.')).sort();
    const entries = files.map(async (file) => [
      file,
      createHash('sha256')
        .update(await readFile(join(target, file)))
        .digest('hex'),
    ]);
    const found = Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
    await rm(target, { recursive: true });
    return found;
  };
  const size: MusicgenSize = {
    ...TINY,
    roles: ['decoder_model_merged', 'encodec_decode'],
    dtypes: ['fp32', 'q4'],
  };
  const first = await hashes(size);
  expect(await hashes(size)).toEqual(first);
  const other = await hashes({ ...size, seed: 7 });
  expect(Object.keys(other)).toEqual(Object.keys(first));
  const changed = Object.keys(first).filter((file) => first[file] !== other[file]);
  expect(changed).toEqual(Object.keys(first).filter((file) => file.endsWith('.onnx')));
});
