import type { Genre } from '../../src/lib/core/brief.ts';
import { Params } from '../../src/lib/core/params.ts';
import type { Engine } from '../../src/lib/music/engine.ts';
import { genreBrief } from './genre-briefs.ts';

/**
 * What the composer must give for these briefs and seeds, in every engine: SHA-256 of the left and then the right
 * channel as 32-bit little-endian floats. Whoever changes how it writes or sounds on purpose changes these too.
 */
export const GOLDEN: readonly { genre: Genre; seed: number; duration: number; sha256: string }[] = [
  {
    genre: 'lo-fi',
    seed: 7,
    duration: 12,
    sha256: '943516d0e51076b21e7919322f8b6aab371454e4ec8de43029cd183706a204ff',
  },
  {
    genre: 'cinematic',
    seed: 2 ** 32 - 1,
    duration: 10.5,
    sha256: '58f02608f39fe95389f0c8b3606e9e8f53abddf7ebff34e4de780e3576f71246',
  },
  {
    genre: 'rock',
    seed: 0,
    duration: 9,
    sha256: '03ee1f71e2c168b64ed55da997b1854f3647090c6d0c64be25bf875aa10f6596',
  },
];

/** @returns the hash of what `engine` makes. */
export async function hashOf(engine: Engine, genre: Genre, seed: number, duration: number): Promise<string> {
  const sides: Float32Array[][] = [[], []];
  for await (const update of engine.generate(genreBrief(genre, duration), Params.parse({ seed, duration }))) {
    if (update.type === 'audio') update.chunk.channels.forEach((side, c) => sides[c]!.push(side));
  }
  const bytes = new Uint8Array(await new Blob(sides.flat().map(littleEndian)).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function littleEndian(samples: Float32Array): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(4 * samples.length));
  samples.forEach((x, i) => view.setFloat32(4 * i, x, true));
  return view.buffer;
}
