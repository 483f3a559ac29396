import type { Player } from './player.ts';

/**
 * Puts the player on the lock screen and under the keyboard's media keys, where the browser can.
 * @returns takes it off again.
 */
export function showInMediaSession(player: Player, title: string, artist: string): () => void {
  if (!('mediaSession' in navigator)) return () => undefined;
  const { mediaSession } = navigator;
  const actions: [MediaSessionAction, MediaSessionActionHandler][] = [
    ['play', () => void player.play()],
    ['pause', () => player.pause()],
    ['seekto', ({ seekTime }) => player.seek(seekTime ?? 0)],
  ];
  mediaSession.metadata = new MediaMetadata({ title, artist });
  for (const [action, handler] of actions) mediaSession.setActionHandler(action, handler);
  const unsubscribe = player.subscribe(() => {
    mediaSession.playbackState = player.state === 'playing' ? 'playing' : 'paused';
    mediaSession.setPositionState({
      duration: player.duration,
      position: Math.min(player.position(), player.duration),
    });
  });
  return () => {
    unsubscribe();
    for (const [action] of actions) mediaSession.setActionHandler(action, null);
    mediaSession.metadata = null;
    mediaSession.playbackState = 'none';
  };
}
