/** What can be made of a take that is kept as tokens: itself again, more of it, or another way on from any second. */
import { DURATION, type Brief } from '#lib/core/brief.ts';
import type { Take } from '#lib/core/take.ts';
import { FRAME_RATE, truncateTokens, unpackTokens, type Tokens } from '#lib/core/tokens.ts';
import type { Order } from '#lib/pipeline.ts';
import type { Unfinished } from '#lib/store/unfinished.ts';

/** How much a piece grows when it is continued, seconds. */
const FURTHER = 30;
/** The shortest part that is worth keeping, or making anew, seconds. */
const LEAST = 1;

/** Makes the take again: of its tokens or its sound where it has them, else of its brief and seed. */
export function replayed({ engine, brief, params, tokens, asset }: Take): Order {
  const order = { engine, brief, params, ...(asset && { asset }) };
  return tokens === null ? order : { ...order, start: [unpackTokens(tokens)] };
}

/** Goes on from where the making stopped. The cloud went on meanwhile, and is asked for what it made. */
export function resumed({ id, engine, brief, params, tokens }: Unfinished): Order {
  if (engine === 'cloud') return { engine, brief, params, run: id };
  return { engine, brief, params, start: tokens.map(unpackTokens) };
}

/** @returns how long `take` would be when it is continued, seconds; null where it has no tokens, or can't grow. */
export function continuedLength({ tokens, brief }: Take): number | null {
  if (tokens === null || brief.duration >= DURATION.max) return null;
  return Math.min(DURATION.max, brief.duration + FURTHER);
}

/**
 * Keeps the whole take and goes on after its end, in a longer piece.
 * @throws RangeError where `continuedLength` is null.
 */
export function continued(take: Take): Order {
  const duration = continuedLength(take);
  if (duration === null) throw new RangeError('it can not be continued');
  const { engine, brief, params } = take;
  return {
    engine,
    brief: lengthened(brief, duration),
    params: { ...params, duration },
    start: startOf(take, brief.duration),
  };
}

/** @returns whether `take` has something to keep before `second`, and something to make anew after it. */
export function canBranch({ tokens, brief }: Take, second: number): boolean {
  return tokens !== null && second >= LEAST && second <= brief.duration - LEAST;
}

/**
 * Keeps what was heard up to `second`, and makes the rest anew: the piece is as long as before.
 * @param seed another one than the take's.
 * @throws RangeError where the take has no tokens.
 */
export function branched(take: Take, second: number, seed: number): Order {
  const { engine, brief, params } = take;
  return { engine, brief, params: { ...params, seed }, start: startOf(take, second) };
}

function startOf({ tokens }: Take, second: number): Tokens[] {
  if (tokens === null) throw new RangeError('it has no tokens');
  return [truncateTokens(unpackTokens(tokens), Math.max(0, Math.round(second * FRAME_RATE)))];
}

/** The last section goes on: what was heard stays in its place. */
function lengthened(brief: Brief, duration: number): Brief {
  const sections = brief.sections.map((section, i) =>
    i === brief.sections.length - 1 ? { ...section, end: duration } : section,
  );
  return { ...brief, duration, sections };
}
