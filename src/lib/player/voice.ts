import { frames, type Audio } from '../core/audio.ts';

/** Against clicks where sound starts or stops inside a note, seconds. */
export const FADE = 0.012;

/** Buffers that sound one after the other on one clock. It owns its nodes: when it stops, they are all let go. */
export interface Voice {
  /** Sounds `buffer` when its place in the piece comes, or the rest of it where that has begun. */
  add(buffer: AudioBuffer, start: number): void;
  /** Whether nothing is left that will sound. */
  isEmpty(): boolean;
  setLoop(loop: boolean): void;
  /** Fades out from `at` of the context's clock, then lets go. */
  stop(at: number, fade: number): void;
}

interface Place {
  /** Seconds into the piece at which it begins. */
  from: number;
  /** Of the context's clock, when it begins. */
  since: number;
  /** Seconds to fade in. */
  fade: number;
  /** Whether more may be added: then it fades at the end of what there is, in case nothing comes. */
  growing: boolean;
}

/** @param ranOut called when everything that was added has sounded to its end. */
export function createVoice(
  context: BaseAudioContext,
  output: AudioNode,
  { from, since, fade, growing }: Place,
  ranOut: () => void,
): Voice {
  const sources = new Set<AudioBufferSourceNode>();
  // Two gains, because a ramp that is under way can't be cut short alike in all browsers.
  const entry = new GainNode(context, { gain: 0 });
  const exit = new GainNode(context);
  entry.connect(exit).connect(output);
  entry.gain.setValueAtTime(0, since);
  entry.gain.linearRampToValueAtTime(1, since + fade);

  function fadeAt(time: number, seconds: number): void {
    exit.gain.cancelScheduledValues(0);
    exit.gain.setValueAtTime(1, time);
    exit.gain.linearRampToValueAtTime(0, time + seconds);
  }

  function add(buffer: AudioBuffer, start: number): void {
    const due = since + start - from;
    const at = Math.max(due, since, context.currentTime);
    if (at - due >= buffer.duration) return;
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(entry);
    source.onended = () => {
      source.disconnect();
      sources.delete(source);
      if (sources.size === 0) ranOut();
    };
    sources.add(source);
    source.start(at, at - due);
    if (growing) fadeAt(due + buffer.duration - FADE, FADE);
  }

  function stop(at: number, seconds: number): void {
    fadeAt(at, seconds);
    for (const source of sources) {
      source.onended = () => source.disconnect();
      source.stop(at + seconds);
    }
    sources.clear();
  }

  function setLoop(loop: boolean): void {
    for (const source of sources) source.loop = loop;
  }

  return { add, isEmpty: () => sources.size === 0, setLoop, stop };
}

/** @returns `audio` as the context plays it. */
export function bufferOf(context: BaseAudioContext, audio: Audio): AudioBuffer {
  const buffer = context.createBuffer(audio.channels.length, frames(audio), audio.sampleRate);
  audio.channels.forEach((channel, index) => buffer.copyToChannel(channel, index));
  return buffer;
}
