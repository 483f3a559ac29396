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
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const rest = (): void => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
  // In the end a frame in any case, as nothing is to be drawn where nobody looks.
  const onFrame = (): void => void (frame = requestAnimationFrame(step));
  const step = (): void => {
    rest();
    if (player.state === 'playing') {
      if (less.matches) timer = setTimeout(onFrame, STEP);
      else onFrame();
    }
    tell(player.position());
  };
  const unsubscribe = player.subscribe(step);
  step();
  return () => {
    unsubscribe();
    rest();
  };
}
