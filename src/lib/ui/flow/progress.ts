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
  /** Where the stage's own work stood lately, the earliest first. */
  seen: readonly Mark[];
}

/** How far work was, and when, in milliseconds. */
interface Mark {
  fraction: number;
  at: number;
}

const NEWS = ['started', 'loading', 'progress', 'waiting'] as const;
type News = Extract<Update, { type: (typeof NEWS)[number] }>;

/** @returns whether `update` tells what is under way, and is no result. */
export function isNews(update: Update): update is News {
  return NEWS.some((type) => type === update.type);
}

/** Work that was watched for less tells nothing of its pace, milliseconds. */
const WATCH = 2000;
/** The pace is that of the last so many milliseconds. */
const WINDOW = 10_000;

/** @returns a stage that has just begun. */
export function begun(task: Task, stage: Stage): Busy {
  const nothing = { doing: 'work', fraction: null, download: null, before: 0 } as const;
  return { task, stage, ...nothing, secondsLeft: null, seen: [] };
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
  const seen = isStep(busy, fraction) ? lately(busy.seen, { fraction, at }) : [];
  return { ...begun(task, stage), fraction, seen, secondsLeft: left(seen) };
}

function loading(fresh: Busy, fraction: number, download: Download | null): Busy {
  if (download === null || download.done >= download.total) return { ...fresh, doing: 'prepare', fraction };
  return { ...fresh, doing: 'download', fraction, download, secondsLeft: download.secondsLeft };
}

/**
 * Whether work goes on from where it stood. The first step is none: it begins with all that was there before, which a
 * piece that is gone on with has to work through at another pace.
 */
function isStep({ doing, fraction: before, seen }: Busy, fraction: number): boolean {
  if (doing !== 'work' || before === null || fraction < before) return false;
  return seen.length > 0 || fraction > before;
}

function lately(seen: readonly Mark[], now: Mark): Mark[] {
  return [...seen.filter(({ at }) => now.at - at <= WINDOW), now];
}

/** Seconds at the pace of late; null as long as that says little. */
function left(seen: readonly Mark[]): number | null {
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last) return null;
  const done = last.fraction - first.fraction;
  const spent = last.at - first.at;
  if (done <= 0 || spent < WATCH) return null;
  return (spent / 1000 / done) * (1 - last.fraction);
}
