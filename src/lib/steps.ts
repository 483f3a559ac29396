import { AttuneError } from './core/errors.ts';
import type { LoadProgress } from './music/engine.ts';
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
 * Runs `work`, and passes what it reports of its progress on as updates of `stage`. Reports that come faster than they
 * are pulled are merged.
 * @throws AttuneError `cancelled` as soon as `signal` aborts, whether or not `work` can be stopped.
 */
export async function* withProgress<Result>(
  stage: Stage,
  work: (progress: LoadProgress) => Promise<Result>,
  signal?: AbortSignal,
): Steps<Result> {
  let latest: Parameters<LoadProgress> | null = null;
  let news = Promise.withResolvers<void>();
  const report: LoadProgress = (...said) => {
    latest = said;
    news.resolve();
  };
  const finished = untilAborted(work(report), signal);
  const isFinished = finished.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([isFinished, news.promise.then(() => false)]))) {
    news = Promise.withResolvers();
    const said = latest as Parameters<LoadProgress> | null;
    latest = null;
    if (said === null) continue;
    const [fraction, download] = said;
    yield { type: 'progress', stage, fraction, ...(download && { download }) };
  }
  return await finished;
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
