import type { Player } from './player.ts';

/** Milliseconds between two tellings to those who asked for less motion: a playhead that glides is motion too. */
const STEP = 250;

/**
 * Tells where the player stands: now, on every frame while it plays, and whenever it changes. Where less motion is asked
 * for, four times a second instead of on every frame.
 * @returns stops telling.
 */
export function followPosition(player: Player, tell: (position: number) => void): () => void {
  const less = matchMedia('(prefers-reduced-motion: reduce)');
  let stopWaiting = (): void => undefined;
  const step = (): void => {
    stopWaiting();
    tell(player.position());
    if (player.state === 'playing') stopWaiting = less.matches ? after(STEP, step) : onFrame(step);
  };
  const unsubscribe = player.subscribe(step);
  step();
  return () => {
    unsubscribe();
    stopWaiting();
  };
}

function onFrame(job: () => void): () => void {
  const frame = requestAnimationFrame(job);
  return () => cancelAnimationFrame(frame);
}

function after(milliseconds: number, job: () => void): () => void {
  const timer = setTimeout(job, milliseconds);
  return () => clearTimeout(timer);
}
