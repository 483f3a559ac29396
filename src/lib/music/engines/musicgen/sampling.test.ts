import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceAt } from './random.ts';
import { createSampler, GREEDY, type Sampling } from './sampling.ts';

const PLAIN: Sampling = { topK: 0, topP: 0, temperature: 1, cfgCoef: 3 };

/** Whole steps of a quarter, so that equals are common and every sum is exact. */
const anyRow = (width: number) =>
  fc
    .array(fc.integer({ min: -20, max: 20 }), { minLength: width, maxLength: width })
    .map((steps) => Float32Array.from(steps, (step) => step / 4))
    .filter((row) => Math.min(...row) < Math.max(...row));
const anyChance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** The exact distribution, by sorting: what the sampler does without. */
function distribution(row: Float32Array, { topK, topP, temperature }: Sampling): number[] {
  const order = [...row.keys()].sort((a, b) => row[b]! - row[a]! || a - b);
  const top = row[order[0]!]!;
  const weights = [...row].map((logit) => Math.exp((logit - top) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let passed = 0;
  const kept = order.filter((token, place) => {
    const isKept = topP > 0 ? passed <= topP * total : topK === 0 || place < topK;
    passed += weights[token]!;
    return isKept;
  });
  const sum = kept.reduce((sum, token) => sum + weights[token]!, 0);
  return weights.map((weight, token) => (kept.includes(token) ? weight / sum : 0));
}

/** Tokens that can be drawn at all, by a fine comb of chances. */
function support(row: Float32Array, sampling: Sampling): number[] {
  const sampler = createSampler(sampling, row.length);
  const comb = Array.from({ length: 4000 }, (_, i) => sampler.draw(row, 0, null, i / 4000));
  return [...new Set(comb)].sort((a, b) => a - b);
}

test.each<[string, Partial<Sampling>]>([
  ['all tokens', {}],
  ['a low temperature', { temperature: 0.5 }],
  ['the 12 likeliest', { topK: 12, temperature: 1.5 }],
  ['a nucleus of 0.8', { topP: 0.8, topK: 2 }],
])('a million draws from %s are spread as the softmax says', (_, sampling) => {
  const width = 32;
  const draws = 1_000_000;
  const rows = Float32Array.from({ length: 2 * width }, (_, i) => Math.sin(7 * i) + i / 40);
  const guided = rows.subarray(0, width).map((told, i) => rows[width + i]! + (told - rows[width + i]!) * 3);
  const sampler = createSampler({ ...PLAIN, ...sampling }, width);
  const counts = new Uint32Array(width);
  for (let frame = 0; frame < draws; frame++) counts[sampler.draw(rows, 0, width, chanceAt(3, frame, 0))]!++;

  const expected = distribution(guided, { ...PLAIN, ...sampling });
  const possible = expected.filter((share) => share > 0).length;
  let chi = 0;
  for (const [token, share] of expected.entries()) {
    if (share === 0) expect(counts[token]).toBe(0);
    else chi += (counts[token]! - draws * share) ** 2 / (draws * share);
  }
  // Wilson and Hilferty's normal approximation of chi-square; four deviations.
  const spread = 2 / (9 * (possible - 1));
  expect(Math.cbrt(chi / (possible - 1))).toBeLessThan(1 - spread + 4 * Math.sqrt(spread));
});

test('the likeliest are kept exactly, the lower of equals first', () => {
  fc.assert(
    fc.property(anyRow(12), fc.integer({ min: 1, max: 14 }), (row, topK) => {
      // Hot, so that even the least likely of those kept is drawn.
      const sampling = { ...PLAIN, topK, temperature: 3 };
      const possible = [...distribution(row, sampling).entries()].filter(([, share]) => share > 0);
      expect(possible).toHaveLength(Math.min(topK, 12));
      expect(support(row, sampling)).toEqual(possible.map(([token]) => token));
    }),
  );
});

test('the nucleus is the fewest tokens that pass its share, whatever top-k says', () => {
  fc.assert(
    fc.property(anyRow(12), fc.integer({ min: 1, max: 19 }), fc.nat(3), (row, twentieths, topK) => {
      const sampling = { ...PLAIN, topK, topP: twentieths / 20, temperature: 3 };
      const possible = [...distribution(row, sampling).entries()].filter(([, share]) => share > 0);
      expect(support(row, sampling)).toEqual(possible.map(([token]) => token));
    }),
  );
  // A token that brings the sum to the share exactly does not pass it.
  expect(support(Float32Array.of(1, -10_000, 1), { ...PLAIN, topP: 0.5 })).toEqual([0, 2]);
  const row = Float32Array.of(0, 1, 0, 0);
  expect(support(row, { ...PLAIN, topK: 2, topP: 1 })).toEqual([0, 1, 2, 3]);
});

test('greedy takes the likeliest, the lower of equals, whatever chance says', () => {
  fc.assert(
    fc.property(anyRow(12), anyChance, (row, chance) => {
      const sampler = createSampler({ ...GREEDY, cfgCoef: 3 }, 12);
      expect(sampler.draw(row, 0, null, chance)).toBe(row.indexOf(Math.max(...row)));
    }),
  );
});

test('guidance is rounded to single precision, as in the tensors of others', () => {
  // The second is ahead by less than half of what a float can tell, then by more.
  const rows = Float32Array.from([1, 1 + 2 ** -23, 0, 1, 1, 0]);
  expect(createSampler({ ...GREEDY, cfgCoef: 0.4 }, 3).draw(rows, 0, 3, 0)).toBe(0);
  expect(createSampler({ ...GREEDY, cfgCoef: 0.6 }, 3).draw(rows, 0, 3, 0)).toBe(1);
});

test('a draw depends on its row and chance alone, wherever the row stands and whatever was drawn before', () => {
  const sampling = fc.constantFrom<Sampling>(
    PLAIN,
    { ...PLAIN, topK: 5 },
    { ...PLAIN, topP: 0.7 },
    { ...GREEDY, cfgCoef: 3 },
  );
  fc.assert(
    fc.property(
      sampling,
      anyRow(24),
      anyRow(24),
      anyRow(24),
      anyChance,
      (sampling, told, free, other, chance) => {
        const alone = createSampler(sampling, 24).draw(Float32Array.of(...told, ...free), 0, 24, chance);
        const busy = createSampler(sampling, 24);
        const batch = Float32Array.of(...other, ...told, ...other, ...free);
        busy.draw(batch, 0, 48, 1 - chance / 2);
        expect(busy.draw(batch, 24, 72, chance)).toBe(alone);
      },
    ),
  );
});

test.each([
  ['NaN', [0, NaN, 1]],
  ['infinity', [0, Infinity, 1]],
  ['minus infinity', [0, -Infinity, 1]],
  ['nothing but zeros', [0, 0, 0]],
])('logits of %s are a failed device', (_, row) => {
  const guided = Float32Array.from([...row, ...row]);
  for (const sampling of [PLAIN, { ...PLAIN, ...GREEDY }]) {
    const sampler = createSampler(sampling, 3);
    expect(() => sampler.draw(guided, 0, 3, 0.5)).toThrow(/device_failed/);
    expect(() => sampler.draw(guided, 0, null, 0.5)).toThrow(/device_failed/);
  }
});

test('a chance of almost one still draws a token that can be drawn', () => {
  const last = 1 - 2 ** -53;
  fc.assert(
    fc.property(anyRow(12), fc.constantFrom(0, 13), (likely, topK) => {
      const row = Float32Array.of(-10_000, ...likely);
      const sampler = createSampler({ ...PLAIN, topK, temperature: 0.7 }, 13);
      expect(sampler.draw(row, 0, null, last)).not.toBe(0);
    }),
  );
});
