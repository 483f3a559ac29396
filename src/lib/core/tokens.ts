import * as z from 'zod';
import { DURATION } from './brief.ts';

/** EnCodec 32 kHz, as MusicGen uses it: frames of tokens a second, samples a frame, samples a second. */
export const FRAME_RATE = 50;
export const SAMPLES_PER_FRAME = 640;
export const SAMPLE_RATE = 32_000;

/** Entries of a codebook. */
export const CODEBOOK_SIZE = 2048;
const BITS = 11;
const MAX_FRAMES = DURATION.max * FRAME_RATE;

/** Music as MusicGen writes it, before the codec makes sound of it. */
export interface Tokens {
  /** 4 for mono; 8 for stereo, in the order 1L, 1R, 2L, 2R, ... */
  codebooks: 4 | 8;
  frames: number;
  /** `[codebooks, frames]`, one codebook after the other, each entry 0 to 2047. */
  codes: Uint16Array<ArrayBuffer>;
}

/** Tokens as they are kept and sent: 11 bits each, the highest bit first, in the order of `Tokens.codes`; 8.25 kB for 30 s. */
export const PackedTokens = z
  .object({
    codebooks: z.union([z.literal(4), z.literal(8)]),
    frames: z.int().min(0).max(MAX_FRAMES),
    data: z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'bytes are expected'),
  })
  .refine(({ codebooks, frames, data }) => data.length === packedBytes(codebooks, frames), {
    message: 'the tokens are not as many as their frames need',
    path: ['data'],
  });
export type PackedTokens = z.infer<typeof PackedTokens>;

/** @throws RangeError for a code past 2047, or where there are not `codebooks * frames` codes. */
export function packTokens({ codebooks, frames, codes }: Tokens): PackedTokens {
  if (codes.length !== codebooks * frames) throw new RangeError(`${codes.length} codes for ${frames} frames`);
  const data = new Uint8Array(packedBytes(codebooks, frames));
  // The last bits that came; the oldest fall off the top.
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const code of codes) {
    if (code >= CODEBOOK_SIZE) throw new RangeError(`${code} is no code`);
    held = (held << BITS) | code;
    bits += BITS;
    for (; bits >= 8; bits -= 8) data[at++] = held >>> (bits - 8);
  }
  if (bits > 0) data[at] = held << (8 - bits);
  return { codebooks, frames, data };
}

/** Undoes `packTokens`, for packed tokens that their schema passed. */
export function unpackTokens({ codebooks, frames, data }: PackedTokens): Tokens {
  const codes = new Uint16Array(codebooks * frames);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const byte of data) {
    held = (held << 8) | byte;
    bits += 8;
    if (bits < BITS || at === codes.length) continue;
    bits -= BITS;
    codes[at++] = (held >>> bits) & (CODEBOOK_SIZE - 1);
  }
  return { codebooks, frames, codes };
}

/**
 * The frames from `start` up to `end`, copied.
 * @throws RangeError where not all of them are there.
 */
export function sliceTokens({ codebooks, frames, codes }: Tokens, start: number, end: number): Tokens {
  if (!(0 <= start && start <= end && end <= frames)) {
    throw new RangeError(`no frames ${start} to ${end} in ${frames}`);
  }
  const length = end - start;
  const part = new Uint16Array(codebooks * length);
  for (let k = 0; k < codebooks; k++) {
    part.set(codes.subarray(k * frames + start, k * frames + end), k * length);
  }
  return { codebooks, frames: length, codes: part };
}

/** The first `frames` frames, or all where there are no more. */
export function truncateTokens(tokens: Tokens, frames: number): Tokens {
  return sliceTokens(tokens, 0, Math.min(frames, tokens.frames));
}

function packedBytes(codebooks: number, frames: number): number {
  return Math.ceil((codebooks * frames * BITS) / 8);
}
