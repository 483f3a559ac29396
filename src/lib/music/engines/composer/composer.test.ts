import { expect, test } from 'vitest';
import type { Brief } from '../../../core/brief.ts';
import { Params } from '../../../core/params.ts';
import { genreBrief } from '../../../../../tests/golden/genre-briefs.ts';
import type { EngineUpdate } from '../../engine.ts';
import { composer } from './composer.ts';
import { write } from './write/write.ts';

const params = Params.parse({ seed: 3 });
const brief = genreBrief('lo-fi', 6);

test('updates come in order: progress and audio, the piece last', async () => {
  const updates: EngineUpdate[] = [];
  for await (const update of composer.generate(brief, params)) updates.push(update);
  expect(updates.at(-1)).toMatchObject({
    type: 'finished',
    results: [{ seed: 3, piece: { duration: 6, seed: 3 } }],
  });
  expect(updates.filter(({ type }) => type === 'finished')).toHaveLength(1);
  const done = updates.flatMap((update) => (update.type === 'progress' ? [update.done] : []));
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect([done[0], done.at(-1)]).toEqual([0, 6]);
  const frames = updates.flatMap((update) =>
    update.type === 'audio' ? [update.chunk.channels[0]!.length] : [],
  );
  expect(frames.reduce((sum, count) => sum + count, 0)).toBe(6 * 44100);
});

test('variations are the pieces of the seeds that follow, one after the other', async () => {
  const heard: string[] = [];
  for await (const update of composer.generate(brief, { ...params, variations: 2 })) {
    if (update.type === 'audio' && heard.at(-1) !== String(update.variation))
      heard.push(String(update.variation));
    if (update.type !== 'finished') continue;
    const [, second] = update.results;
    expect(second?.piece).toEqual(write(brief, 4));
  }
  expect(heard).toEqual(['0', '1']);
});

test('an abort is heard before the next chunk', async () => {
  const abort = new AbortController();
  let chunks = 0;
  const run = async () => {
    for await (const update of composer.generate(brief, params, abort.signal)) {
      if (update.type !== 'audio') continue;
      chunks++;
      abort.abort();
    }
  };
  await expect(run()).rejects.toMatchObject({ code: 'cancelled' });
  expect(chunks).toBe(1);
  await expect(
    composer.generate(brief, params, AbortSignal.abort())[Symbol.asyncIterator]().next(),
  ).rejects.toMatchObject({ code: 'cancelled' });
});

test('everything else in the thread gets its turn between chunks', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  for await (const update of composer.generate(genreBrief('pop', 20), params))
    expect(update.type).toBeTypeOf('string');
  clearInterval(timer);
  expect(turns).toBeGreaterThan(5);
});

test('a brief that cannot be written fails as the engine, not as the program', async () => {
  const broken = { ...brief, sections: undefined } as unknown as Brief;
  const first = composer.generate(broken, params)[Symbol.asyncIterator]().next();
  await expect(first).rejects.toMatchObject({ code: 'engine_failed', details: { engine: 'composer' } });
});
