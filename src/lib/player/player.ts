import { seconds, type Audio, type AudioChunk } from '../core/audio.ts';
import { bufferOf, createVoice, FADE, type Voice } from './voice.ts';

/** `waiting`: it would play, but the music has not been made so far. */
export type PlayerState = 'paused' | 'playing' | 'waiting' | 'ended';

/**
 * Plays a piece while it is being made, then its mastered version from the same place.
 * Times are seconds from the start of the piece.
 */
export interface Player {
  readonly state: PlayerState;
  /** How much can be heard by now. */
  readonly available: number;
  /** How much there will be. */
  readonly duration: number;
  position(): number;
  /** Takes the next chunk of the stream. Chunks touch. */
  append(chunk: AudioChunk): void;
  /** Replaces all chunks by the finished sound, crossfading where it plays. */
  finish(audio: Audio): void;
  /** Starts or goes on; from the start where it had ended. Resolves when the context runs, so call it from a gesture. */
  play(): Promise<void>;
  pause(): void;
  /** Goes to `time`, or as far as there is music. */
  seek(time: number): void;
  /** 0 to 1. */
  setVolume(volume: number): void;
  /** Starts again at the end; only a finished piece loops. */
  setLoop(loop: boolean): void;
  /** Calls back on every change of state, of what is available, and on seeks. @returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
  /** Silences it and lets everything go but the context. */
  dispose(): void;
}

/** From streamed to mastered sound: long enough to hide the seam, short enough not to sound doubled. */
const CROSSFADE = 0.08;
/** Between asking and sounding, so that nothing is scheduled in the past. */
const LEAD = 0.02;
/** Music that must lie ahead where nothing else is asked for, so that it does not stutter. */
const AHEAD = 0.75;

/**
 * @param duration of the whole piece.
 * @param ahead music that must lie ahead before it first plays. Every time it runs dry it gathers twice as much before it
 * goes on, so that music that comes slower than it plays has few breaks, not many.
 */
export function createPlayer(context: BaseAudioContext, duration: number, ahead = AHEAD): Player {
  const output = context.createGain();
  output.connect(context.destination);
  const listeners = new Set<() => void>();
  const chunks: { start: number; buffer: AudioBuffer }[] = [];

  let state: PlayerState = 'paused';
  let final: AudioBuffer | null = null;
  let voice: Voice | null = null;
  let available = 0;
  let loop = false;
  /** Music that must lie ahead for it to sound. */
  let needed = ahead;
  /** Where it stands while nothing sounds; while it plays, where it was at `since` of the context's clock. */
  let from = 0;
  let since = 0;

  function become(next: PlayerState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function position(): number {
    if (state !== 'playing') return from;
    const now = from + Math.max(0, context.currentTime - since);
    return loop && final ? now % duration : Math.min(now, available);
  }

  /** Lets the sounding voice go, `delay` from now, and stands where it will have come to. */
  function hush(fade = FADE, delay = 0): void {
    from = position() + (voice ? delay : 0);
    voice?.stop(context.currentTime + delay, fade);
    voice = null;
  }

  /** Sounds from `from` on. */
  function sound(fade = FADE): void {
    // On a whole frame: between frames, every seam of two chunks would be interpolated.
    from = Math.round(from * context.sampleRate) / context.sampleRate;
    since = context.currentTime + LEAD;
    const place = { from, since, fade, growing: final === null };
    const next = createVoice(context, output, place, () => ranOut(next));
    voice = next;
    const buffers = final ? [{ start: 0, buffer: final }] : chunks;
    for (const { buffer, start } of buffers) next.add(buffer, start);
    next.setLoop(loop && final !== null);
    if (next.isEmpty()) ranOut(next);
    else become('playing');
  }

  /** `which` has sounded to its end. */
  function ranOut(which: Voice): void {
    if (which !== voice) return;
    voice = null;
    runDry();
    become(final ? 'ended' : 'waiting');
  }

  function runDry(): void {
    from = available;
    needed *= 2;
  }

  function hasEnough(): boolean {
    return final !== null || available - from >= needed || available >= duration - FADE;
  }

  function append(chunk: AudioChunk): void {
    const start = chunk.start / chunk.sampleRate;
    const late = voice !== null && position() >= available - FADE;
    if (late) {
      hush();
      runDry();
      state = 'waiting';
    }
    const buffer = bufferOf(context, chunk);
    chunks.push({ start, buffer });
    available = start + seconds(chunk);
    if (state === 'waiting' && hasEnough()) return sound();
    voice?.add(buffer, start);
    become(state);
  }

  function finish(audio: Audio): void {
    const playing = state === 'playing';
    if (playing) hush(CROSSFADE, LEAD);
    final = bufferOf(context, audio);
    available = duration = final.duration;
    chunks.length = 0;
    if (playing) return sound(CROSSFADE);
    if (state === 'waiting') return sound();
    become(state);
  }

  async function play(): Promise<void> {
    if (context instanceof AudioContext && context.state !== 'running') await context.resume();
    if (state === 'playing' || state === 'waiting') return;
    if (state === 'ended') from = 0;
    if (available > from && hasEnough()) sound();
    else become('waiting');
  }

  function pause(): void {
    if (state === 'paused' || state === 'ended') return;
    hush();
    become('paused');
  }

  function seek(time: number): void {
    const active = state === 'playing' || state === 'waiting';
    hush();
    from = Math.min(Math.max(0, time), available);
    if (active) sound();
    else become('paused');
  }

  function setLoop(next: boolean): void {
    if (state === 'playing') {
      from = position();
      since = Math.max(since, context.currentTime);
    }
    loop = next;
    voice?.setLoop(loop && final !== null);
    become(state);
  }

  return {
    get state() {
      return state;
    },
    get available() {
      return available;
    },
    get duration() {
      return duration;
    },
    position,
    append,
    finish,
    play,
    pause,
    seek,
    setLoop,
    setVolume: (volume) => output.gain.setTargetAtTime(volume, context.currentTime, FADE),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      listeners.clear();
      hush();
      state = 'paused';
    },
  };
}
