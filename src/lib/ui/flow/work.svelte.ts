import { AttuneError } from '#lib/core/errors.ts';
import type { Stages } from '#lib/stages.ts';
import type { Stage, Update } from '#lib/update.ts';
import type { Task } from './phase.ts';
import { stages } from './page-stages.ts';
import { advanced, begun, isNews, type Busy } from './progress.ts';

/** The pipeline's stream for one task. */
type Begin = (stages: Stages, signal: AbortSignal) => AsyncGenerator<Update, void, void>;

const FIRST: Record<Task, Stage> = { read: 'read', write: 'draft', make: 'generate' };

/** What is under way: one task at a time, its progress, and how the last one failed. */
function createWork() {
  let busy = $state.raw<Busy | null>(null);
  let failure = $state.raw<{ task: Task; error: AttuneError } | null>(null);
  let under: AbortController | null = null;

  /** Stops what is under way, and says so. What was there before stays. */
  function stop(): void {
    if (busy) failure = { task: busy.task, error: new AttuneError('cancelled') };
    under?.abort();
    under = null;
    busy = null;
  }

  /** Follows one task to its end; whatever was under way is stopped. `on` gets results only. */
  async function follow(task: Task, begin: Begin, on: (update: Update) => void): Promise<void> {
    const wasMaking = busy?.task === 'make';
    stop();
    // A piece falls silent when something else is asked for, which must not pass without a word.
    if (!wasMaking || task === 'make') failure = null;
    const mine = new AbortController();
    under = mine;
    busy = begun(task, FIRST[task]);
    try {
      for await (const update of begin(await stages(), mine.signal)) {
        if (mine !== under) return;
        if (update.type === 'failed') throw update.error;
        if (isNews(update)) {
          busy = advanced(busy, update, performance.now());
        } else on(update);
      }
    } catch (thrown) {
      if (mine === under) failure = { task, error: AttuneError.from(thrown) };
    } finally {
      if (mine === under) {
        under = null;
        busy = null;
      }
    }
  }

  return {
    get busy() {
      return busy;
    },
    get failure() {
      return failure;
    },
    dismiss: () => (failure = null),
    stop,
    follow,
  };
}

export const work = createWork();
