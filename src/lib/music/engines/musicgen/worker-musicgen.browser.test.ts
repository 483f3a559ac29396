import { afterAll, expect, inject, test } from 'vitest';
import { glides } from '../../../../../tests/fixtures/glides.ts';
import { genreBrief } from '../../../../../tests/golden/genre-briefs.ts';
import { Params } from '../../../core/params.ts';
import { FRAME_RATE, SAMPLE_RATE, truncateTokens, type Tokens } from '../../../core/tokens.ts';
import type { EngineUpdate } from '../../engine.ts';
import { workerMusicgen } from './worker-musicgen.ts';

const MODEL = 'attune/musicgen-tiny';
/** Shorter than a person may ask for. */
const SECONDS = 3;
const FRAMES = SECONDS * FRAME_RATE;
const brief = { ...genreBrief('ambient', 5), duration: SECONDS };
const params = Params.parse({ seed: 11, model: MODEL });

/** The tests share one, as it takes seconds to load; each leaves it idle. */
const engine = workerMusicgen(inject('modelHub'), 'wasm');
afterAll(() => engine.unload());

async function made(start?: readonly Tokens[]): Promise<{ updates: EngineUpdate[]; tokens: Tokens }> {
  const updates: EngineUpdate[] = [];
  for await (const update of engine.generate(brief, params, undefined, start)) updates.push(update);
  const last = updates.at(-1);
  if (last?.type !== 'finished') throw new Error('it did not finish');
  return { updates, tokens: last.results[0]!.tokens! };
}

test('it downloads the model, makes music from it and says so as it goes', async () => {
  const downloads: number[] = [];
  await engine.load((_, download) => download && downloads.push(download.done / download.total), MODEL);
  expect(downloads.length).toBeGreaterThan(1);
  expect(downloads).toEqual(downloads.toSorted((a, b) => a - b));
  expect(downloads.at(-1)).toBe(1);
  const { updates, tokens } = await made();
  expect(tokens.frames).toBe(FRAMES);
  const samples = updates.flatMap((update) =>
    update.type === 'audio' ? [update.chunk.channels[0]!.length] : [],
  );
  expect(samples.reduce((sum, length) => sum + length, 0)).toBe(SECONDS * SAMPLE_RATE);
  expect(updates.filter(({ type }) => type === 'tokens')).toHaveLength(SECONDS);
  expect(await engine.report()).toMatchObject({ model: MODEL, provider: 'wasm' });
});

test('what was begun is gone on with', async () => {
  const { tokens } = await made();
  const begun = truncateTokens(tokens, 133);
  const { tokens: again, updates } = await made([begun]);
  expect(truncateTokens(again, 133)).toEqual(begun);
  expect(again.frames).toBe(FRAMES);
  const [first] = updates.filter(({ type }) => type === 'progress');
  expect(first).toMatchObject({ done: 133 / 50 });
});

test('an abort is heard between two steps, and the next piece is made all the same', async () => {
  const abort = new AbortController();
  const run = async () => {
    for await (const update of engine.generate(brief, params, abort.signal)) {
      if (update.type === 'progress' && update.done > 0) abort.abort();
    }
  };
  await expect(run()).rejects.toMatchObject({ code: 'cancelled' });
  expect((await made()).tokens.frames).toBe(FRAMES);
});

test('a recording becomes tokens without the rest of the model, and is what the music begins with', async () => {
  await engine.unload();
  const audio = glides(2, SAMPLE_RATE);
  const told: number[] = [];
  const recorded = await engine.encode(audio, (fraction) => told.push(fraction), MODEL);
  expect(recorded).toMatchObject({ codebooks: 4, frames: 100 });
  expect(told.at(-1)).toBe(1);
  expect(await engine.report()).toBeNull();
  expect(audio.channels[0]).toHaveLength(2 * SAMPLE_RATE);
  const { tokens } = await made([recorded]);
  expect(truncateTokens(tokens, 100)).toEqual(recorded);
  expect(tokens.frames).toBe(FRAMES);
});

/** The workers that are started from now on. */
function watchWorkers(): { workers: Worker[]; end(): void } {
  const workers: Worker[] = [];
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      workers.push(this);
    }
  };
  return { workers, end: () => void (globalThis.Worker = Original) };
}

test('asking what it runs on starts no worker', async () => {
  await engine.unload();
  const { workers, end } = watchWorkers();
  try {
    expect(await engine.report()).toBeNull();
    await engine.load(undefined, MODEL);
    expect(workers).toHaveLength(1);
    expect(await engine.report()).toMatchObject({ model: MODEL });
    await engine.unload();
    expect(await engine.report()).toBeNull();
    expect(workers).toHaveLength(1);
  } finally {
    end();
  }
});

// Last, as the engine remembers what failed.
test('a worker that is killed is followed by another, which goes on from the last second', async () => {
  await engine.unload();
  const { workers, end } = watchWorkers();
  try {
    const said: EngineUpdate[] = [];
    for await (const update of engine.generate(brief, params)) {
      said.push(update);
      if (update.type === 'audio') workers[0]!.terminate();
    }
    expect(said.filter(({ type }) => type === 'moved')).toEqual([{ type: 'moved', to: 'again' }]);
    const starts = said.flatMap((update) => (update.type === 'audio' ? [update.chunk.start] : []));
    expect(starts).toEqual([0, 64_000]);
    const after = said.slice(said.findIndex(({ type }) => type === 'moved'));
    expect(after[1]).toMatchObject({ type: 'loading' });
    expect(after.find(({ type }) => type === 'progress')).toMatchObject({ done: 2 });
    expect(after.at(-1)).toMatchObject({ type: 'finished' });
  } finally {
    end();
  }
});
