import { frames, type Audio } from '../core/audio.ts';

/** Equal samples in a row that make a flat top; a wave that merely touches its peak gives one or two. */
const FLAT = 3;

/** How near to the largest sample a flat top lies, as a factor. */
const TOP = 0.99;

/**
 * Share of samples on flat tops: three or more equal samples in a row at the channel's highest or lowest level, which is
 * what cutting off at full scale leaves behind, at whatever level it is played since.
 * @returns 0 to 1; 0 for silence.
 */
export function clippedShare(audio: Audio): number {
  const clipped = audio.channels.reduce((sum, channel) => sum + flatTops(channel), 0);
  return clipped / (frames(audio) * audio.channels.length);
}

function flatTops(channel: Float32Array): number {
  let high = 0;
  let low = 0;
  for (let n = 0; n < channel.length; n++) {
    if (channel[n]! > high) high = channel[n]!;
    if (channel[n]! < low) low = channel[n]!;
  }
  let clipped = 0;
  let run = 1;
  for (let n = 1; n <= channel.length; n++) {
    const level = channel[n - 1]!;
    if (n < channel.length && channel[n] === level) {
      run++;
      continue;
    }
    if (run >= FLAT && level !== 0 && (level >= TOP * high || level <= TOP * low)) clipped += run;
    run = 1;
  }
  return clipped;
}
