import type { Stage, Update } from '#lib/update.ts';
import type { Download } from '#lib/music/engine.ts';
import type { Task } from './phase.ts';

/** What is under way, as the page shows it. */
export interface Busy {
  task: Task;
  stage: Stage;
  /** What the stage is at: its own work, or what must come before it. */
  doing: 'work' | 'download' | 'prepare' | 'wait';
  /** 0 to 1; null where it can't be told. */
  fraction: number | null;
  download: Download | null;
  /** How many generations come first. */
  before: number;
  /** Until the stage is done; null where it can't be told. */
  secondsLeft: number | null;
  /** Where the stage's own work stood when it was first heard of, and when, in milliseconds. */
  since: { fraction: number; at: number } | null;
}

const NEWS = ['started', 'loading', 'progress', 'waiting'] as const;
type News = Extract<Update, { type: (typeof NEWS)[number] }>;

/** @returns whether `update` tells what is under way, and is no result. */
export function isNews(update: Update): update is News {
  return NEWS.some((type) => type === update.type);
}

/** Work that was watched for less tells nothing of its pace, milliseconds. */
const WATCH = 2000;

/** @returns a stage that has just begun. */
export function begun(task: Task, stage: Stage): Busy {
  const nothing = { doing: 'work', fraction: null, download: null, before: 0 } as const;
  return { task, stage, ...nothing, secondsLeft: null, since: null };
}

/**
 * What is under way after `update`.
 * @param at when it came, milliseconds of any clock that never goes back.
 */
export function advanced(busy: Busy, update: News, at: number): Busy {
  const { task } = busy;
  if (update.type === 'started') return begun(task, update.stage);
  if (update.type === 'waiting')
    return { ...begun(task, update.stage), doing: 'wait', before: update.before };
  const { stage, fraction } = update;
  if (update.type === 'loading') return loading(begun(task, stage), fraction, update.download);
  const isSame = busy.doing === 'work' && busy.since !== null && fraction >= busy.since.fraction;
  const since = isSame ? busy.since! : { fraction, at };
  return { ...begun(task, stage), fraction, since, secondsLeft: left(since, fraction, at) };
}

function loading(fresh: Busy, fraction: number, download: Download | null): Busy {
  if (download === null || download.done >= download.total) return { ...fresh, doing: 'prepare', fraction };
  return { ...fresh, doing: 'download', fraction, download, secondsLeft: download.secondsLeft };
}

/** At the pace since the work began; null as long as that says little. */
function left(since: { fraction: number; at: number }, fraction: number, at: number): number | null {
  const done = fraction - since.fraction;
  const spent = at - since.at;
  if (done <= 0 || spent < WATCH) return null;
  return (spent / 1000 / done) * (1 - fraction);
}
