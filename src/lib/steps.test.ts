import { expect, test } from 'vitest';
import { AttuneError } from './core/errors.ts';
import { inStage, reported, whileLoading, whileWorking, type Steps } from './steps.ts';
import type { Update } from './update.ts';

async function collect(updates: AsyncIterable<Update>): Promise<Update[]> {
  const seen: Update[] = [];
  for await (const update of updates) seen.push(update);
  return seen;
}

test('a stage says when it starts and when it is done', async () => {
  const work = whileLoading('read', async (progress) => {
    progress(0.5);
    await Promise.resolve();
    return 42;
  });
  expect(await collect(inStage('read', work))).toEqual([
    { type: 'started', stage: 'read' },
    { type: 'loading', stage: 'read', fraction: 0.5, download: null },
    { type: 'done', stage: 'read' },
  ]);
});

test('reports that come faster than they are pulled are merged, and the latest is kept', async () => {
  const work = whileLoading('read', async (progress) => {
    for (let i = 1; i <= 100; i++) progress(i / 100);
    await new Promise((resolve) => setTimeout(resolve));
  });
  const seen = await collect(work as AsyncIterable<Update>);
  expect(seen).toEqual([{ type: 'loading', stage: 'read', fraction: 1, download: null }]);
});

test('what is downloaded for the work of a stage is told apart from the work', async () => {
  const download = { done: 1, total: 2, secondsLeft: null };
  const steps = whileWorking('listen', async (progress) => {
    progress(0.5, download);
    await new Promise((resolve) => setTimeout(resolve));
    progress(0);
    await new Promise((resolve) => setTimeout(resolve));
  });
  expect(await collect(steps as AsyncIterable<Update>)).toEqual([
    { type: 'loading', stage: 'listen', fraction: 0.5, download },
    { type: 'progress', stage: 'listen', fraction: 0 },
  ]);
});

test('a report that comes between two pulls is told at the next', async () => {
  let report: (fraction: number) => void = () => undefined;
  const end = Promise.withResolvers<void>();
  const steps = whileLoading('read', (progress) => {
    report = progress;
    return end.promise;
  });
  const first = steps.next();
  report(0.1);
  expect((await first).value).toMatchObject({ fraction: 0.1 });
  report(0.9);
  expect((await steps.next()).value).toMatchObject({ fraction: 0.9 });
  end.resolve();
  expect(await steps.next()).toEqual({ done: true, value: undefined });
});

test('an abort is felt although the work cannot be stopped', async () => {
  const abort = new AbortController();
  const endless = whileLoading('read', () => new Promise<never>(() => {}), abort.signal);
  const next = endless.next();
  abort.abort();
  await expect(next).rejects.toMatchObject({ code: 'cancelled' });
});

test('a failure is the last update, names its stage and keeps its code', async () => {
  async function* failing(): Steps<void> {
    yield* inStage(
      'draft',
      whileLoading('draft', async () => undefined),
    );
    yield* inStage(
      'generate',
      whileLoading('generate', async () => {
        throw new AttuneError('engine_failed', { reason: 'no strings' });
      }),
    );
  }
  const seen = await collect(reported(failing()));
  expect(seen.at(-1)).toMatchObject({ type: 'failed', stage: 'generate', error: { code: 'engine_failed' } });
  expect(seen.map((update) => update.type)).toEqual(['started', 'done', 'started', 'failed']);
});

test('an abort is told as cancelled', async () => {
  const signal = AbortSignal.abort();
  const work = whileLoading('read', async () => signal.throwIfAborted());
  expect(await collect(reported(inStage('read', work)))).toMatchObject([
    { type: 'started' },
    { type: 'failed', error: { code: 'cancelled' } },
  ]);
});
