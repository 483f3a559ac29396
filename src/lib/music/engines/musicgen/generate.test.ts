import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TINY, TINY_STEREO } from '../../../../../models/musicgen/size.ts';
import { genreBrief } from '../../../../../tests/golden/genre-briefs.ts';
import { Params } from '../../../core/params.ts';
import { FRAME_RATE, truncateTokens, type Tokens } from '../../../core/tokens.ts';
import { ortModule } from '../../../runtime/onnx-heap.ts';
import type { EngineUpdate } from '../../engine.ts';
import { builtFiles, builtModel, faulty, wasm } from './built.testing.ts';
import { generate } from './generate.ts';
import { loadModel, type LoadedModel } from './loaded-model.ts';

let model: LoadedModel;

beforeAll(async () => {
  model = await builtModel(TINY);
});
afterAll(() => model.close());

type Wish = Partial<Params> & { start?: Tokens[] };

async function run({ start, ...wish }: Wish, on = model): Promise<EngineUpdate[]> {
  const params = Params.parse({ seed: 5, duration: 6, ...wish });
  const updates: EngineUpdate[] = [];
  const brief = genreBrief('ambient', params.duration);
  for await (const update of generate(on, brief, params, undefined, start)) updates.push(update);
  return updates;
}

function tokensOf(updates: EngineUpdate[]): Tokens[] {
  const last = updates.at(-1);
  if (last?.type !== 'finished') throw new Error('it did not finish');
  return last.results.map(({ tokens }) => tokens!);
}

function sound(updates: EngineUpdate[], variation = 0): Float32Array {
  const chunks = updates.flatMap((update) =>
    update.type === 'audio' && update.variation === variation ? [update.chunk] : [],
  );
  let end = 0;
  for (const { start, channels } of chunks) {
    expect(start).toBe(end);
    end += channels[0]!.length;
  }
  return Float32Array.from(chunks.flatMap(({ channels }) => [...channels[0]!]));
}

test('a piece streams as it is made, lasts what was asked for to the sample, and is faded', async () => {
  const updates = await run({ duration: 7.3 });
  const samples = sound(updates);
  expect(samples.length).toBe(7.3 * 32_000);
  expect(samples[0]).toBe(0);
  expect(Math.abs(samples.at(-1)!)).toBeLessThan(1e-3);
  const types = updates.map(({ type }) => type);
  expect(types.indexOf('audio')).toBeLessThan(types.lastIndexOf('progress'));
  const done = updates.flatMap((update) => (update.type === 'progress' ? [update.done] : []));
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(done.at(-1)).toBe(7.3);
});

test('the same seed gives the same tokens, another seed others', async () => {
  const [first, second, other] = [await run({}), await run({}), await run({ seed: 6 })];
  expect(tokensOf(second)).toEqual(tokensOf(first));
  expect(sound(second)).toEqual(sound(first));
  const [a, b] = [tokensOf(first)[0]!.codes, tokensOf(other)[0]!.codes];
  expect(a.filter((code, i) => code === b[i]).length / a.length).toBeLessThan(0.2);
});

test('tokens are told once a second, and are enough to go on as if nothing had happened', async () => {
  const whole = await run({});
  const saved = whole.flatMap((update) => (update.type === 'tokens' ? [update.tokens] : []));
  expect(saved.map(([tokens]) => tokens!.frames / FRAME_RATE)).toEqual([1, 2, 3, 4, 5, 6]);
  const resumed = await run({ start: saved[2]! });
  expect(tokensOf(resumed)).toEqual(tokensOf(whole));
  expect(sound(resumed)).toEqual(sound(whole));
});

test('a finished take is sounded again from its tokens alone', async () => {
  const whole = await run({});
  const replayed = await run({ seed: 99, start: tokensOf(whole) });
  expect(tokensOf(replayed)).toEqual(tokensOf(whole));
  expect(sound(replayed)).toEqual(sound(whole));
});

test('a longer piece begins as the shorter, and a branch leaves it where it was told to', async () => {
  const [short, long] = [tokensOf(await run({}))[0]!, tokensOf(await run({ duration: 9 }))[0]!];
  expect(truncateTokens(long, 300)).toEqual(short);
  const begun = truncateTokens(short, 120);
  const [branch] = tokensOf(await run({ seed: 77, start: [begun] }));
  expect(truncateTokens(branch!, 120)).toEqual(begun);
  expect(branch).not.toEqual(short);
});

test('each variation of a batch is the take of its own seed', async () => {
  const batch = await run({ variations: 3 });
  for (const variation of [0, 2]) {
    const alone = await run({ seed: 5 + variation });
    expect(tokensOf(batch)[variation]).toEqual(tokensOf(alone)[0]);
    expect(sound(batch, variation)).toEqual(sound(alone));
  }
});

test('variations that are not equally long are not gone on from', async () => {
  const [tokens] = tokensOf(await run({ duration: 5 }));
  const start = [truncateTokens(tokens!, 100), truncateTokens(tokens!, 50)];
  await expect(run({ variations: 2, start })).rejects.toMatchObject({ code: 'bad_options' });
});

test('an abort is heard before the next step', async () => {
  const abort = new AbortController();
  const params = Params.parse({ seed: 1, duration: 6 });
  const follow = async () => {
    for await (const { type } of generate(model, genreBrief('ambient', 6), params, abort.signal)) {
      if (type === 'tokens') abort.abort();
    }
  };
  await expect(follow()).rejects.toMatchObject({ code: 'cancelled' });
});

test.each<[string, (x: number, i: number) => number]>([
  ['is not a number', (x, i) => (i === 999 ? NaN : x)],
  ['is zero', () => 0],
])('a device whose sound %s has failed, as soon as it does', async (_, change) => {
  const where = { device: faulty('audio_values', change), reference: null };
  const failing = await loadModel(await builtFiles(TINY), where, () => undefined);
  await expect(run({}, failing)).rejects.toMatchObject({ code: 'device_failed' });
  await failing.close();
});

test('twenty pieces in a row leave the memory of onnxruntime as it was', async () => {
  const bytes: number[] = [];
  // Shorter than a person may ask for: what leaks, leaks with every piece.
  const brief = { ...genreBrief('ambient', 5), duration: 0.5 };
  for (let piece = 0; piece < 20; piece++) {
    for await (const { type } of generate(model, brief, Params.parse({ seed: piece }))) {
      if (type === 'finished') bytes.push(ortModule(wasm.ort).HEAPU8.length);
    }
  }
  expect(bytes).toHaveLength(20);
  expect(bytes.at(-1)).toBe(bytes[2]);
});

describe('two minutes', () => {
  test('a piece goes on from before the first seam, and from the last window, to the same tokens', async () => {
    const [whole] = tokensOf(await run({ duration: 120 }));
    expect(whole!.frames).toBe(6000);
    for (const frames of [1400, 5700])
      expect(tokensOf(await run({ duration: 120, start: [truncateTokens(whole!, frames)] }))).toEqual([
        whole,
      ]);
  }, 300_000);
});

test('stereo is made of eight codebooks and sounds on two sides', async () => {
  const stereo = await builtModel(TINY_STEREO);
  const updates = await run({ duration: 5 }, stereo);
  expect(tokensOf(updates)[0]).toMatchObject({ codebooks: 8, frames: 250 });
  const [first] = updates.flatMap((update) => (update.type === 'audio' ? [update.chunk.channels] : []));
  expect(first![0]).not.toEqual(first![1]);
  await stereo.close();
});
