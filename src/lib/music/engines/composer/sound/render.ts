import type { AudioChunk } from '../../../../core/audio.ts';
import type { Piece } from '../../../piece.ts';
import { BLOCK, block, SAMPLE_RATE } from './dsp/block.ts';
import { cosTurns } from './maths.ts';
import { LATENCY, Mixer } from './mixer.ts';

/** Frames of a chunk, half a second. */
const CHUNK = SAMPLE_RATE / 2;
/** Seconds of the fade at the end, and the most it takes of a short piece. */
const FADE = 1.5;
const FADE_SHARE = 0.3;

/**
 * Plays a piece: stereo, 44100 frames a second, `round(duration * 44100)` frames in all, near -16 LUFS, below -1 dBFS.
 * The same piece gives the same bytes in every engine, however it is cut into chunks.
 * Nothing is made before it is asked for, and nothing is kept after it is handed over.
 * @param chunk frames of every chunk but the last.
 */
export function* render(piece: Piece, chunk: number = CHUNK): Generator<AudioChunk, void, void> {
  const total = Math.round(piece.duration * SAMPLE_RATE);
  const mixer = new Mixer(piece);
  const fade = Math.min(FADE, FADE_SHARE * piece.duration) * SAMPLE_RATE;
  const left = block();
  const right = block();
  for (let late = 0; late < LATENCY; late += BLOCK) mixer.next(left, right);
  let used = BLOCK;
  for (let start = 0; start < total; start += chunk) {
    const length = Math.min(chunk, total - start);
    const channels = [new Float32Array(length), new Float32Array(length)];
    for (let at = 0; at < length;) {
      if (used === BLOCK) {
        mixer.next(left, right);
        used = 0;
      }
      const count = Math.min(BLOCK - used, length - at);
      channels[0]!.set(left.subarray(used, used + count), at);
      channels[1]!.set(right.subarray(used, used + count), at);
      at += count;
      used += count;
    }
    for (const channel of channels) fadeOut(channel, total - start, fade);
    yield { start, sampleRate: SAMPLE_RATE, channels };
  }
}

/** Lets `channel`, whose first frame lies `left` frames before the end, fall to 0 over the last `length` frames, by a raised cosine. */
function fadeOut(channel: Float32Array, left: number, length: number): void {
  for (let i = Math.max(0, Math.ceil(left - length)); i < channel.length; i++) {
    channel[i] = channel[i]! * (0.5 - 0.5 * cosTurns((left - 1 - i) / (2 * length)));
  }
}
