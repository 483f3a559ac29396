import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { beforeAll, expect, test } from 'vitest';
import { builtMusicgen } from '../../../../../models/musicgen/built.ts';
import { TINY } from '../../../../../models/musicgen/size.ts';
import { SAMPLES_PER_FRAME, truncateTokens, type Tokens } from '../../../core/tokens.ts';
import { onnxDevice } from '../../../runtime/onnx-device.ts';
import { openCodec, streamCodec, type Codec } from './codec.ts';
import { philox } from './random.ts';

let codec: Codec;

beforeAll(async () => {
  const bytes = await readFile(`${await builtMusicgen(TINY)}/onnx/encodec_decode.onnx`);
  const graph = { bytes: new Uint8Array(bytes), external: [] };
  codec = await openCodec(onnxDevice(ort, null), graph, SAMPLES_PER_FRAME);
});

function noise(codebooks: 4 | 8, frames: number): Tokens {
  const codes = Uint16Array.from(
    { length: codebooks * frames },
    (_, i) => philox([i, 0, 0, 0], [7, codebooks])[0] % 2048,
  );
  return { codebooks, frames, codes };
}

/** Streams tokens that arrive `step` frames at a time. */
async function streamed(tokens: Tokens, step: number): Promise<Float32Array[][]> {
  const stream = streamCodec(codec);
  const chunks: Float32Array[][] = [];
  for (let frames = step; ; frames += step) {
    const isLast = frames >= tokens.frames;
    const part = truncateTokens(tokens, Math.min(frames, tokens.frames));
    for (let chunk = await stream.pull(part, isLast); chunk; chunk = await stream.pull(part, isLast)) {
      chunks.push(chunk);
    }
    if (isLast) return chunks;
  }
}

function joined(chunks: Float32Array[][], channel: number): Float32Array {
  return Float32Array.from(chunks.flatMap((chunk) => [...chunk[channel]!]));
}

/** Decibels by which a signal is above its difference from another. */
function signalToNoise(signal: Float32Array, other: Float32Array): number {
  let [power, noise] = [0, 0];
  signal.forEach((x, i) => {
    power += x * x;
    noise += (x - other[i]!) ** 2;
  });
  return 10 * Math.log10(power / noise);
}

test.each([1, 37, 430])(
  'the stream is the one-piece decode, with %i frames arriving at a time',
  async (step) => {
    const tokens = noise(4, 430);
    const whole = await codec.decode(tokens.codes, tokens.frames);
    const stream = joined(await streamed(tokens, step), 0);
    expect(stream.length).toBe(whole.length);
    expect(signalToNoise(whole, stream)).toBeGreaterThan(50);
  },
);

test('chunks are the same however the tokens arrive, so that a take sounds the same again', async () => {
  const tokens = noise(4, 230);
  expect(joined(await streamed(tokens, 230), 0)).toEqual(joined(await streamed(tokens, 9), 0));
});

test('there are no seams: a chunk border is no rougher than what lies within', async () => {
  const tokens = noise(4, 430);
  const whole = await codec.decode(tokens.codes, tokens.frames);
  const stream = joined(await streamed(tokens, 50), 0);
  const error = whole.map((x, i) => Math.abs(x - stream[i]!));
  const peak = whole.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  for (let border = 100; border < 430; border += 100) {
    const near = error.subarray(border * SAMPLES_PER_FRAME - 64, border * SAMPLES_PER_FRAME + 64);
    expect(Math.max(...near) / peak).toBeLessThan(0.01);
  }
});

test('stereo is two channels, each decoded of its own codebooks', async () => {
  const tokens = noise(8, 120);
  const rows = [0, 2, 4, 6].map((k) => tokens.codes.subarray(k * 120, (k + 1) * 120));
  const left = await codec.decode(Uint16Array.from(rows.flatMap((row) => [...row])), 120);
  const chunks = await streamed(tokens, 120);
  expect(signalToNoise(left, joined(chunks, 0))).toBeGreaterThan(50);
  expect(signalToNoise(left, joined(chunks, 1))).toBeLessThan(6);
});
