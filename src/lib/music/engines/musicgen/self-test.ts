import { AttuneError } from '../../../core/errors.ts';
import { CODEBOOK_SIZE, FRAME_RATE, type Tokens } from '../../../core/tokens.ts';
import type { Codec } from './codec.ts';
import { philox } from './random.ts';

/** What a device made of the trial: tokens by its decoder, and the sound of fixed tokens by its codec. */
export interface Trial {
  tokens: Tokens;
  sound: Float32Array;
}

/** What is decoded without chance to learn whether a device computes what it should. */
export const TRIAL = { text: 'calm piano', negative: null, guidance: 3, frames: 12 } as const;

/** Frames of sound that are compared: half a second. */
const SOUND_FRAMES = 25;
/** Weights are summed up in another order on another device, and near ties tip over: some tokens may differ. */
const TOKENS_ALIKE = 0.75;
/** What a decoder of noise never falls below, dB. */
const SILENT = -80;
/** Decibels that levels may be apart. */
const TOLERANCE = 1;
/** Borders of the bands whose energies are compared, Hz. */
const BANDS = [60, 250, 1000, 4000, 16_000];

/** Decodes the same half second of noise on every device. @throws AttuneError `device_failed` */
export async function trialSound(codec: Codec): Promise<Float32Array> {
  const codes = Uint16Array.from(
    { length: 4 * SOUND_FRAMES },
    (_, i) => philox([i, 0, 0, 0], [0, 0])[0] % CODEBOOK_SIZE,
  );
  return codec.decode(codes, SOUND_FRAMES);
}

/** Where there is nothing to compare with, a sound must at least be one. @throws AttuneError `device_failed` */
export function requireSound(sound: Float32Array): void {
  if (!sound.every(Number.isFinite)) fail('the sound is not finite');
  if (!(level(sound) > SILENT)) fail('the sound is silent');
}

function fail(reason: string): never {
  throw new AttuneError('device_failed', { reason: `self-test: ${reason}` });
}

/**
 * Compares what a device made with what WebAssembly made of the same: numbers that are finite, the level, the energy of
 * four bands, the tokens. Some graphics drivers give noise or silence and no error (onnxruntime issue 29807,
 * transformers.js issue 1320).
 * @throws AttuneError `device_failed`, with what differs.
 */
export function requireAlike(found: Trial, expected: Trial): void {
  if (!found.sound.every(Number.isFinite)) fail('the sound is not finite');
  const rate = (found.sound.length / SOUND_FRAMES) * FRAME_RATE;
  const apart = Math.abs(level(found.sound) - level(expected.sound));
  if (!(apart <= TOLERANCE)) fail(`the level is ${apart.toFixed(1)} dB off`);
  for (let band = 1; band < BANDS.length; band++) {
    const [low, high] = [BANDS[band - 1]!, BANDS[band]!];
    const off = Math.abs(
      bandLevel(found.sound, rate, low, high) - bandLevel(expected.sound, rate, low, high),
    );
    if (!(off <= TOLERANCE)) fail(`${low} to ${high} Hz are ${off.toFixed(1)} dB off`);
  }
  const alike = found.tokens.codes.filter((code, i) => code === expected.tokens.codes[i]).length;
  const share = alike / expected.tokens.codes.length;
  if (share < TOKENS_ALIKE) fail(`${Math.round(100 * share)}% of the tokens are right`);
}

function level(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}

/** Lines of a spectrum that stand for a band. */
const LINES = 24;

/** Energy of a band by single lines of its spectrum (Goertzel, "An algorithm for the evaluation of finite trigonometric series", 1958), dB. */
function bandLevel(samples: Float32Array, rate: number, low: number, high: number): number {
  let power = 0;
  for (let line = 0; line < LINES; line++) {
    const hertz = low * (high / low) ** ((line + 0.5) / LINES);
    const turn = 2 * Math.cos((2 * Math.PI * hertz) / rate);
    let [last, before] = [0, 0];
    for (const x of samples) [last, before] = [x + turn * last - before, last];
    power += last * last + before * before - turn * last * before;
  }
  return 10 * Math.log10(power);
}
