import type { Player } from './player.ts';

/**
 * Tells where the player stands: now, on every frame while it plays, and whenever it changes.
 * @returns stops telling.
 */
export function followPosition(player: Player, tell: (position: number) => void): () => void {
  let frame = 0;
  const step = (): void => {
    cancelAnimationFrame(frame);
    tell(player.position());
    if (player.state === 'playing') frame = requestAnimationFrame(step);
  };
  const unsubscribe = player.subscribe(step);
  step();
  return () => {
    unsubscribe();
    cancelAnimationFrame(frame);
  };
}
