import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { frames } from './core/audio.ts';
import { Take } from './core/take.ts';
import { readFaces, run, runWorkflow, unload, type Update } from './index.ts';
import type { OptionsInput } from './options.ts';

const DEMO = 'node_modules/@vladmandic/face-api/demo';
const short = { duration: 5, seed: 7 };

function picture(name: string): Blob {
  return new Blob([readFileSync(`${DEMO}/${name}`)]);
}

async function updatesOf(input: OptionsInput, signal?: AbortSignal): Promise<Update[]> {
  const updates: Update[] = [];
  for await (const update of run(input, signal)) updates.push(update);
  return updates;
}

function startedIn(updates: Update[]): string[] {
  return updates.flatMap((update) => (update.type === 'started' ? [update.stage] : []));
}

afterAll(unload);

describe('the stages that run', () => {
  test('from a picture, with words: all of them', async () => {
    const updates = await updatesOf({ media: picture('sample1.jpg'), words: '慢一点', params: short });
    expect(startedIn(updates)).toEqual(['read', 'draft', 'merge', 'personalise', 'generate', 'finish']);
    expect(updates.at(-1)).toEqual({ type: 'done', stage: 'finish' });
  });

  test('a given emotion skips reading, even where there is a picture', async () => {
    const updates = await updatesOf({ media: picture('sample1.jpg'), emotion: 'sad', params: short });
    expect(startedIn(updates)).toEqual(['draft', 'personalise', 'generate', 'finish']);
  });

  test('a given prompt is kept to the letter', async () => {
    const prompt = 'Slow solo harp, 58 bpm, a bit like rain';
    const result = await runWorkflow({ prompt, params: short });
    expect(result).toMatchObject({ emotion: null, promptInitial: prompt, promptFinal: prompt });
  });
});

describe('what it comes to', () => {
  test('a take that parses, with sound of the length asked for, and its score', async () => {
    const result = await runWorkflow({ emotion: 'fear', params: short });
    const [{ take, audio, piece }] = result.outputs;
    expect(Take.parse(take)).toEqual(take);
    expect(result).toMatchObject({ emotion: 'fear', params: short, score: take.score });
    expect(frames(audio)).toBe(5 * audio.sampleRate);
    expect(take.measures.loudness).toBeCloseTo(-16, 0);
    expect(take.measures.truePeak).toBeLessThanOrEqual(-0.9);
    expect(piece?.parts.length).toBeGreaterThan(0);
  });

  test('the same options give the same sound and the same brief', async () => {
    const input: OptionsInput = { emotion: 'sad', words: 'piano', params: short };
    const [one, two] = [await runWorkflow(input), await runWorkflow(input)];
    expect(two.outputs[0].audio).toEqual(one.outputs[0].audio);
    expect(two.outputs[0].take.brief).toEqual(one.outputs[0].take.brief);
  });

  test('a length asked for in words is the length, and the take says so', async () => {
    const result = await runWorkflow({ emotion: 'sad', words: '6 seconds', params: short });
    const [{ take, audio }] = result.outputs;
    expect(frames(audio)).toBe(6 * audio.sampleRate);
    expect([take.params.duration, take.brief.duration, result.params.duration]).toEqual([6, 6, 6]);
  });

  test('words and preferences are heard', async () => {
    const result = await runWorkflow({
      emotion: 'happy',
      words: 'no drums please',
      preferences: { instruments: ['harp'], tempo: { min: 60, max: 80 } },
      params: { ...short, duration: 30 },
    });
    const { brief } = result.outputs[0].take;
    const playing = new Set(brief.sections.flatMap((section) => section.instruments));
    expect(playing).toContain('harp');
    for (const drum of ['kit', 'brushes', 'toms'] as const) expect(playing).not.toContain(drum);
    expect(Math.max(brief.tempo.start, brief.tempo.end)).toBeLessThanOrEqual(80);
    expect(result.promptFinal).not.toBe(result.promptInitial);
  });
});

describe('what goes wrong', () => {
  test('bad options throw before anything starts', async () => {
    const stream = run({ emotion: 'sad', params: { duration: 500 } });
    await expect(stream.next()).rejects.toMatchObject({ code: 'bad_options' });
  });

  test('a picture that is none is the last update, and its stage is named', async () => {
    const updates = await updatesOf({ media: new Blob(['%PDF-1.7']), params: short });
    expect(updates.at(-1)).toMatchObject({
      type: 'failed',
      stage: 'read',
      error: { code: 'picture_unsupported' },
    });
  });

  test('cancelled while it plays: nothing is made, and the next run is whole', async () => {
    const abort = new AbortController();
    const updates: Update[] = [];
    for await (const update of run({ emotion: 'sad', params: short }, abort.signal)) {
      updates.push(update);
      if (update.type === 'audio') abort.abort();
    }
    expect(updates.filter(({ type }) => type === 'audio')).toHaveLength(1);
    expect(updates.at(-1)).toMatchObject({ type: 'failed', stage: 'generate', error: { code: 'cancelled' } });
    expect((await runWorkflow({ emotion: 'sad', params: short })).outputs).toHaveLength(1);
  });

  test('a run whose consumer leaves makes no more', async () => {
    for await (const update of run({ emotion: 'sad', params: short })) if (update.type === 'audio') break;
    expect((await runWorkflow({ emotion: 'sad', params: short })).outputs).toHaveLength(1);
  });
});

test('faces are read, and unloading frees what the next call loads again', async () => {
  const first = await readFaces(picture('sample1.jpg'));
  await unload();
  const second = await readFaces(picture('sample1.jpg'));
  expect(first.readings.length).toBeGreaterThan(0);
  expect(second.readings.map(({ emotion }) => emotion)).toEqual(first.readings.map(({ emotion }) => emotion));
});
