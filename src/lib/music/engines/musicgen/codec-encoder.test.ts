import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtMusicgen } from '../../../../../models/musicgen/built.ts';
import { TINY, TINY_STEREO } from '../../../../../models/musicgen/size.ts';
import { glides } from '../../../../../tests/fixtures/glides.ts';
import { openReference, type Reference } from '../../../../../tests/fixtures/musicgen-reference.ts';
import { SAMPLE_RATE, SAMPLES_PER_FRAME, type Tokens } from '../../../core/tokens.ts';
import type { OnnxDevice } from '../../../runtime/onnx-device.ts';
import { builtFiles, builtModel, wasm } from './built.testing.ts';
import { encodeSound } from './codec-encoder.ts';
import type { LoadedModel } from './loaded-model.ts';

let graph: ort.InferenceSession;
let model: LoadedModel;
let reference: Reference;

beforeAll(async () => {
  const folder = await builtMusicgen(TINY);
  graph = await ort.InferenceSession.create(await readFile(`${folder}/onnx/encodec_encode.onnx`));
  model = await builtModel(TINY);
  reference = await openReference(folder);
});
afterAll(async () => {
  await graph.release();
  await model.close();
  await reference.close();
});

/** What the graph makes of a channel in one piece. */
async function expected(samples: Float32Array): Promise<number[]> {
  const input = new ort.Tensor('float32', samples, [1, 1, samples.length]);
  const { audio_codes: codes } = await graph.run({ input_values: input });
  return Array.from(codes!.data as BigInt64Array, Number);
}

async function encoded(channels: Float32Array<ArrayBuffer>[], size = TINY, device = wasm): Promise<Tokens> {
  const audio = { sampleRate: SAMPLE_RATE, channels };
  return encodeSound(await builtFiles(size), device, audio, () => undefined);
}

const sound = (seconds: number, channels = 1) => glides(seconds, SAMPLE_RATE, channels).channels;
const share = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).filter((code, i) => code === b[i]).length / a.length;

test('a sound is encoded as the graph does it in one piece', async () => {
  const [samples] = sound(4);
  const tokens = await encoded([samples!]);
  expect(tokens).toMatchObject({ codebooks: 4, frames: 200 });
  expect([...tokens.codes]).toEqual(await expected(samples!));
  expect(new Set(tokens.codes).size).toBeGreaterThan(20);
});

test('so is a long one, though it is encoded in chunks', async () => {
  const [samples] = sound(24);
  const tokens = await encoded([samples!]);
  expect(tokens.frames).toBe(1200);
  expect(share(tokens.codes, await expected(samples!))).toBeGreaterThan(0.999);
});

test('the way there and back is that of the reference, to 1e-4', async () => {
  const [samples] = sound(3);
  const { codes } = await encoded([samples!]);
  const all = await expected(samples!);
  const theirs = await reference.decode([0, 1, 2, 3].map((k) => all.slice(k * 150, (k + 1) * 150)));
  const ours = await model.codec.decode(codes, 150);
  expect(ours.length).toBe(theirs.length);
  expect(Math.max(...ours.map((x, i) => Math.abs(x - theirs[i]!)))).toBeLessThan(1e-4);
});

test('what is no whole frame at the end is left out', async () => {
  const [samples] = sound(2);
  const tokens = await encoded([samples!.slice(0, 60 * SAMPLES_PER_FRAME + 639)]);
  expect([...tokens.codes]).toEqual(await expected(samples!.slice(0, 60 * SAMPLES_PER_FRAME)));
});

test('a mono model hears the mean of both channels', async () => {
  const [left, right] = sound(2, 2);
  const mean = left!.map((x, i) => (x + right![i]!) / 2);
  expect(await encoded([left!, right!])).toEqual(await encoded([mean]));
});

test('a stereo model has left and right of each codebook in turn, alike where there is one channel', async () => {
  const [left, right] = sound(2, 2);
  const stereo = await encoded([left!, right!], TINY_STEREO);
  expect(stereo).toMatchObject({ codebooks: 8, frames: 100 });
  const side = (tokens: Tokens, c: number) =>
    [0, 1, 2, 3].flatMap((k) => [...tokens.codes.subarray((2 * k + c) * 100, (2 * k + c + 1) * 100)]);
  const [one, other] = [await encoded([left!], TINY_STEREO), await encoded([right!], TINY_STEREO)];
  expect(side(one, 0)).toEqual(side(one, 1));
  expect([side(stereo, 0), side(stereo, 1)]).toEqual([side(one, 0), side(other, 0)]);
  expect(side(stereo, 0)).not.toEqual(side(stereo, 1));
});

test('it tells how far it is, hears an abort in between, and frees its session whatever happens', async () => {
  let open = 0;
  const counting: OnnxDevice = {
    ...wasm,
    async open(...args) {
      const session = await wasm.open(...args);
      const release = session.release.bind(session);
      open += 1;
      session.release = () => ((open -= 1), release());
      return session;
    },
  };
  const abort = new AbortController();
  const told: number[] = [];
  const audio = { sampleRate: SAMPLE_RATE, channels: sound(24) };
  const files = await builtFiles(TINY);
  const stopped = encodeSound(
    files,
    counting,
    audio,
    (fraction) => {
      told.push(fraction);
      if (fraction > 0.5) abort.abort();
    },
    abort.signal,
  );
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect(told).toEqual([0, 500 / 1200, 1000 / 1200]);
  expect(open).toBe(0);
});
