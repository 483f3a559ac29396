/** Seeded random weights, each made when first asked for, so that every file of one model holds the same ones. */
export interface Weights {
  /** `length` numbers, uniform in [-`limit`, `limit`) around `mean`, fixed by the seed and the parameter's name. */
  uniform(name: string, length: number, limit: number, mean?: number): Float32Array;
  /** A parameter that is computed rather than learned. */
  table(name: string, compute: () => Float32Array): Float32Array;
}

/** @param seed an integer; the same one gives the same weights on every machine. */
export function seededWeights(seed: number): Weights {
  const made = new Map<string, Float32Array>();
  function table(name: string, compute: () => Float32Array): Float32Array {
    const data = made.get(name) ?? compute();
    made.set(name, data);
    return data;
  }

  function uniform(name: string, length: number, limit: number, mean = 0): Float32Array {
    const data = table(name, () => {
      const next = generator(hash(name, seed));
      const drawn = new Float32Array(length);
      for (let i = 0; i < length; i++) drawn[i] = mean + limit * next();
      return drawn;
    });
    if (data.length !== length)
      throw new Error(`${name} is needed with ${length} and ${data.length} numbers`);
    return data;
  }

  return { uniform, table };
}

/** FNV-1a, 32 bits. @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
function hash(text: string, seed: number): number {
  let state = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state | 0;
}

/** Marsaglia's xorshift32 with shifts 13, 17, 5. @returns draws in [-1, 1). */
function generator(seed: number): () => number {
  let state = seed === 0 ? 1 : seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2147483648;
  };
}
