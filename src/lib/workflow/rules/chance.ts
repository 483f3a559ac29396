/** Takes one of several equally good options. */
export type Choose = <T>(options: readonly [T, ...T[]]) => T;

/**
 * A chooser that makes the same choices for the same seed.
 * @param seed an unsigned 32-bit integer; anything else is cut to one.
 * @returns a chooser whose n-th choice depends on `seed` and n alone (the mulberry32 generator, T. Ettinger, public domain).
 */
export function chooser(seed: number): Choose {
  let state = seed >>> 0;
  return (options) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    const index = ((x ^ (x >>> 14)) >>> 0) % options.length;
    return options[index] ?? options[0];
  };
}

/** @returns a seed that depends on a text alone (32-bit FNV-1a over its UTF-16 units). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
