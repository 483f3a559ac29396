import { AttuneError } from './core/errors.ts';
import type { LoadProgress } from './music/engine.ts';
import { createNews } from './runtime/news.ts';
import { untilAborted } from './runtime/until-aborted.ts';
import type { Stage, Update } from './update.ts';

/** Work that says what it does as it goes, and ends in a result. */
export type Steps<Result> = AsyncGenerator<Update, Result, void>;

/** A failure that knows where in the flow it happened. */
class StageFailure extends Error {
  readonly stage: Stage;
  readonly error: AttuneError;

  constructor(stage: Stage, error: AttuneError) {
    super(error.message, { cause: error });
    this.stage = stage;
    this.error = error;
  }
}

/** Runs `steps` as one stage of the flow: says when it starts and when it is done. */
export async function* inStage<Result>(stage: Stage, steps: Steps<Result>): Steps<Result> {
  yield { type: 'started', stage };
  let result: Result;
  try {
    result = yield* steps;
  } catch (error) {
    throw new StageFailure(stage, AttuneError.from(error));
  }
  yield { type: 'done', stage };
  return result;
}

/**
 * Loads what a stage needs, and says how far that is.
 * @throws AttuneError `cancelled` as soon as `signal` aborts, whether or not `load` can be stopped.
 */
export async function* whileLoading<Result>(
  stage: Stage,
  load: (progress: LoadProgress) => Promise<Result>,
  signal?: AbortSignal,
): Steps<Result> {
  const { tell, until } = createNews<Update>();
  const progress: LoadProgress = (fraction, download) =>
    tell({ type: 'loading', stage, fraction, download: download ?? null });
  return yield* until(untilAborted(load(progress), signal));
}

/** Like `whileLoading`, for the work of a stage, which may have something to download first. */
export async function* whileWorking<Result>(
  stage: Stage,
  work: (progress: LoadProgress) => Promise<Result>,
  signal?: AbortSignal,
): Steps<Result> {
  const { tell, until } = createNews<Update>();
  const progress: LoadProgress = (fraction, download) =>
    tell(download ? { type: 'loading', stage, fraction, download } : { type: 'progress', stage, fraction });
  return yield* until(untilAborted(work(progress), signal));
}

/** Turns a failure into the last update of a stream. */
export async function* reported(steps: Steps<unknown>): AsyncGenerator<Update, void, void> {
  try {
    yield* steps;
  } catch (failure) {
    if (!(failure instanceof StageFailure)) throw failure;
    yield { type: 'failed', stage: failure.stage, error: failure.error };
  }
}
