import type { Audio, AudioChunk } from '#lib/core/audio.ts';
import type { EngineName } from '#lib/core/params.ts';
import { SAMPLE_RATE } from '#lib/core/tokens.ts';
import { showInMediaSession } from '#lib/player/media-session.ts';
import { createPeaks } from '#lib/player/peaks.ts';
import { createPlayer, type Player, type PlayerState } from '#lib/player/player.ts';

/**
 * Of each engine's sound. The context has the same: where it has to resample, it does so one chunk at a time, which
 * leaves seams (50 dB below the music, 32 kHz in 44.1 kHz); at one rate there are none.
 */
const SAMPLE_RATES: Record<EngineName, number> = {
  composer: 44_100,
  musicgen: SAMPLE_RATE,
  cloud: SAMPLE_RATE,
};
/** Music that must lie ahead before it plays, seconds: what an engine that may be slower than the music has to gather. */
const AHEAD: Record<EngineName, number> = { composer: 0.75, musicgen: 2, cloud: 0.75 };
/** Bars of the waveform. */
const BINS = 240;

/** A piece as the page shows and controls it. */
export interface Listening {
  readonly state: PlayerState;
  readonly available: number;
  readonly duration: number;
  /** The outline so far; another array whenever it has grown. */
  readonly peaks: Float32Array;
  readonly volume: number;
  readonly loop: boolean;
  readonly player: Player;
  append(chunk: AudioChunk): void;
  finish(audio: Audio): void;
  setVolume(volume: number): void;
  setLoop(loop: boolean): void;
  /** Puts it on the lock screen and under the media keys, as the piece that is heard. */
  show(): void;
  /** Pauses it and takes it off again, for another one to be heard. */
  hide(): void;
  dispose(): void;
}

let context: AudioContext | null = null;
/** Kept from piece to piece. */
let volume = $state(0.8);

/** @returns the page's one context, at the rate of the engine; what another engine made must be disposed of. */
function contextOf(engine: EngineName): AudioContext {
  const sampleRate = SAMPLE_RATES[engine];
  if (context?.sampleRate === sampleRate) return context;
  void context?.close();
  return (context = new AudioContext({ sampleRate }));
}

/** @param duration of the whole piece, seconds. */
export function createListening(duration: number, title: string, engine: EngineName): Listening {
  const player = createPlayer(contextOf(engine), duration, AHEAD[engine]);
  let outline = createPeaks(BINS, duration);
  let state = $state<PlayerState>(player.state);
  let available = $state(0);
  let peaks = $state.raw(outline.bins.slice());
  let loop = $state(false);
  player.setVolume(gain(volume));

  const unsubscribe = player.subscribe(() => {
    state = player.state;
    available = player.available;
  });
  let hide: (() => void) | null = null;

  return {
    player,
    get state() {
      return state;
    },
    get available() {
      return available;
    },
    get duration() {
      return duration;
    },
    get peaks() {
      return peaks;
    },
    get volume() {
      return volume;
    },
    get loop() {
      return loop;
    },
    append(chunk) {
      player.append(chunk);
      outline.add(chunk);
      peaks = outline.bins.slice();
    },
    finish(audio) {
      player.finish(audio);
      outline = createPeaks(BINS, duration);
      outline.add({ ...audio, start: 0 });
      peaks = outline.bins.slice();
    },
    setVolume(next) {
      volume = next;
      player.setVolume(gain(next));
    },
    setLoop(next) {
      loop = next;
      player.setLoop(next);
    },
    show() {
      hide ??= showInMediaSession(player, title, 'Attune');
    },
    hide() {
      player.pause();
      hide?.();
      hide = null;
    },
    dispose() {
      unsubscribe();
      hide?.();
      player.dispose();
    },
  };
}

/** A fader's travel is heard evenly when its square is the gain. */
function gain(fader: number): number {
  return fader ** 2;
}
