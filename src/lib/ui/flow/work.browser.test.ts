import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AttuneError } from '#lib/core/errors.ts';
import type { Stages } from '#lib/stages.ts';
import type { Update } from '#lib/update.ts';
import { work } from './work.svelte.ts';

vi.mock('./page-stages.ts', () => ({ stages: () => Promise.resolve({} as Stages) }));

/** A stream that goes on when the test says so. */
function scripted() {
  const given: Update[] = [];
  let wake = (): void => undefined;
  let ended = false;
  let signal: AbortSignal | undefined;
  async function* begin(_: Stages, by: AbortSignal): AsyncGenerator<Update, void, void> {
    signal = by;
    for (;;) {
      for (const update of given.splice(0)) yield update;
      if (ended) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    begin,
    async give(...updates: Update[]) {
      given.push(...updates);
      wake();
      await new Promise((resolve) => setTimeout(resolve));
    },
    end() {
      ended = true;
      wake();
    },
    get aborted() {
      return signal?.aborted;
    },
  };
}

const done: Update = { type: 'done', stage: 'read' };

beforeEach(() => {
  work.stop();
  work.dismiss();
});

describe('following a task', () => {
  it('shows the stage and its progress, hands on results, and is idle at the end', async () => {
    const stream = scripted();
    const results: Update[] = [];
    const over = work.follow('make', stream.begin, (update) => results.push(update));
    await stream.give({ type: 'started', stage: 'finish' });
    expect(work.busy).toMatchObject({ task: 'make', stage: 'finish', fraction: null });
    await stream.give({ type: 'progress', stage: 'finish', fraction: 0.5 }, done);
    expect(work.busy?.fraction).toBe(0.5);
    stream.end();
    await over;
    expect(results).toEqual([done]);
    expect(work.busy).toBeNull();
    expect(work.failure).toBeNull();
  });

  it('keeps the failure of a task until the next one begins', async () => {
    const stream = scripted();
    const over = work.follow('read', stream.begin, () => undefined);
    await stream.give({ type: 'failed', stage: 'read', error: new AttuneError('picture_unreadable') });
    await over;
    expect(work.failure).toMatchObject({ task: 'read', error: { code: 'picture_unreadable' } });
    expect(work.busy).toBeNull();
    const next = scripted();
    const again = work.follow('read', next.begin, () => undefined);
    expect(work.failure).toBeNull();
    await next.give();
    next.end();
    await again;
  });

  it('stops at once and says so: the stream is aborted, and what it still says is not heard', async () => {
    const stream = scripted();
    const results: Update[] = [];
    const over = work.follow('make', stream.begin, (update) => results.push(update));
    await stream.give();
    work.stop();
    expect(work.busy).toBeNull();
    expect(stream.aborted).toBe(true);
    await stream.give(done, { type: 'failed', stage: 'read', error: new AttuneError('cancelled') });
    await over;
    expect(results).toEqual([]);
    expect(work.failure).toMatchObject({ task: 'make', error: { code: 'cancelled' } });
  });

  it('says so where what it follows was ended from elsewhere, as when the memory of an engine is freed', async () => {
    const stream = scripted();
    const over = work.follow('make', stream.begin, () => undefined);
    await stream.give({ type: 'failed', stage: 'generate', error: new AttuneError('cancelled') });
    await over;
    expect(work.failure).toMatchObject({ task: 'make', error: { code: 'cancelled' } });
    expect(work.busy).toBeNull();
  });

  it('lets a new task take over from the one under way', async () => {
    const first = scripted();
    const second = scripted();
    const early = work.follow('write', first.begin, () => undefined);
    await first.give();
    const late = work.follow('make', second.begin, () => undefined);
    await second.give({ type: 'started', stage: 'generate' });
    expect(first.aborted).toBe(true);
    await first.give({ type: 'failed', stage: 'draft', error: new AttuneError('engine_failed') });
    await early;
    expect(work.busy?.task).toBe('make');
    expect(work.failure).toBeNull();
    second.end();
    await late;
  });

  it('says that a piece was stopped by another task, not that it was begun anew', async () => {
    const first = scripted();
    const again = scripted();
    const picture = scripted();
    const making = work.follow('make', first.begin, () => undefined);
    await first.give();
    const remaking = work.follow('make', again.begin, () => undefined);
    await again.give();
    expect(work.failure).toBeNull();
    const reading = work.follow('read', picture.begin, () => undefined);
    await picture.give();
    expect(work.failure).toMatchObject({ task: 'make', error: { code: 'cancelled' } });
    expect(work.busy?.task).toBe('read');
    for (const stream of [first, again, picture]) stream.end();
    await Promise.all([making, remaking, reading]);
  });
});
