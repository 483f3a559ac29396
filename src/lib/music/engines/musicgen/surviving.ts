import { frames } from '../../../core/audio.ts';
import { AttuneError } from '../../../core/errors.ts';
import type { Tokens } from '../../../core/tokens.ts';
import type { EngineUpdate } from '../../engine.ts';

/** Where a generation runs, in the order that is tried: where it was wished, there again in a new worker, on WASM. */
const TRIES = ['wished', 'again', 'wasm'] as const;
export type Try = (typeof TRIES)[number];

/** Remembers from one generation to the next where the engine has come to: what has failed is not tried again. */
export interface Course {
  /** Index into `TRIES`. */
  at: number;
  /** The same, as far as the listener was told. */
  told: number;
}

export function beginCourse(): Course {
  return { at: 0, told: 0 };
}

/**
 * Runs a generation that outlives its device: when that is lost, runs out of memory, gives numbers that are none, or its
 * worker dies, it goes on from the tokens it had, in a new worker, and after that on WASM. What was sounded is not
 * sounded twice, and what went wrong with it is not told twice.
 * @param run one try; it begins from the tokens given, and ends what the try before left behind.
 * @throws AttuneError what the last try failed with, or what no other device would mend.
 */
export async function* surviving(
  course: Course,
  run: (where: Try, start: readonly Tokens[] | undefined) => AsyncIterable<EngineUpdate>,
  start?: readonly Tokens[],
): AsyncGenerator<EngineUpdate, void, void> {
  let tokens = start;
  const isNews = newsFilter();
  for (;;) {
    if (course.told !== course.at) yield { type: 'moved', to: moved(course) };
    const at = course.at;
    try {
      for await (const update of run(TRIES[at]!, tokens)) {
        if (update.type === 'tokens') tokens = update.tokens;
        if (isNews(update)) yield update;
      }
      return;
    } catch (error) {
      next(course, at, error);
    }
  }
}

/** Every try sounds what there is from its beginning. @returns whether the listener has not been told yet. */
function newsFilter(): (update: EngineUpdate) => boolean {
  const sounded: number[] = [];
  const warned = new Set<string>();
  return (update) => {
    if (update.type === 'warning') {
      const warning = `${update.variation} ${update.warning}`;
      return warned.size < warned.add(warning).size;
    }
    if (update.type !== 'audio') return true;
    const { variation, chunk } = update;
    const isNew = chunk.start >= (sounded[variation] ?? 0);
    if (isNew) sounded[variation] = chunk.start + frames(chunk);
    return isNew;
  };
}

/** Like `surviving`, for work that has one result. The next generation tells of a move. */
export async function survive<Result>(course: Course, run: (where: Try) => Promise<Result>): Promise<Result> {
  for (;;) {
    const at = course.at;
    try {
      return await run(TRIES[at]!);
    } catch (error) {
      next(course, at, error);
    }
  }
}

/** Runs what any worker can do once more where its worker died. */
export async function afterCrash<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (AttuneError.from(error).code !== 'worker_crashed') throw error;
    return run();
  }
}

/**
 * Goes on to the try after `at`, where nobody else has gone on yet: a worker that dies fails all that runs in it, and is
 * one failure.
 * @throws `error` where there is no other try, or where it is not the device's fault.
 */
function next(course: Course, at: number, error: unknown): void {
  const { code } = AttuneError.from(error);
  const isDevice = code === 'device_failed' || code === 'worker_crashed';
  if (!isDevice || at === TRIES.length - 1) throw error;
  course.at = Math.max(course.at, at + 1);
}

/** Where it has moved to since that was told last. */
function moved(course: Course): 'again' | 'wasm' {
  course.told = course.at;
  return TRIES[course.at] === 'wasm' ? 'wasm' : 'again';
}
