import { MusicgenForConditionalGeneration, Tensor } from '@huggingface/transformers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sliceTokens, type Tokens } from '../../../core/tokens.ts';
import { LONGEST_DELAY, PAD, walkDelays, type Walk } from './delay.ts';

const codebooks = fc.constantFrom<4 | 8>(4, 8);

/** Stands for a decoder: what it gives for a codebook depends on every column it has read, and on their order. */
class Scripted {
  #state = 1;

  /** @param columns `[codebooks, n]`; @returns the next column. */
  read(columns: ArrayLike<number>, codebooks: number): number[] {
    const n = columns.length / codebooks;
    for (let c = 0; c < n; c++) {
      for (let k = 0; k < codebooks; k++) {
        this.#state = Math.imul(this.#state ^ columns[k * n + c]!, 0x01000193) + k;
      }
    }
    return Array.from({ length: codebooks }, (_, k) => Math.imul(this.#state, 2 * k + 0x85ebca6b) >>> 21);
  }
}

function run(walk: Walk, codebooks: 4 | 8, steps = Infinity): void {
  const decoder = new Scripted();
  for (let step = 0; !walk.done && step < steps; step++) {
    walk.accept(decoder.read(walk.inputs(), codebooks));
  }
}

function made(codebooks: 4 | 8, frames: number, prompt: Tokens | null = null): Tokens {
  const walk = walkDelays(codebooks, frames, prompt);
  run(walk, codebooks);
  return walk.tokens(0, frames);
}

test('reads pad, then every codebook later than the one before it', () => {
  const walk = walkDelays(4, 3, null);
  const read: number[][] = [];
  for (let step = 1; !walk.done; step++) {
    read.push([...walk.inputs()]);
    walk.accept([10, 20, 30, 40].map((first) => first + step));
  }
  expect(read).toEqual([
    [PAD, PAD, PAD, PAD],
    [11, PAD, PAD, PAD],
    [12, 22, PAD, PAD],
    [13, 23, 33, PAD],
    [14, 24, 34, 44],
    [15, 25, 35, 45],
  ]);
  expect([...walk.tokens(0, 3).codes]).toEqual([11, 12, 13, 22, 23, 24, 33, 34, 35, 44, 45, 46]);
});

test('the two channels of stereo go side by side', () => {
  const walk = walkDelays(8, 1, null);
  const read: number[][] = [];
  for (let step = 1; !walk.done; step++) {
    read.push([...walk.inputs()]);
    walk.accept(Array.from({ length: 8 }, (_, k) => 10 * k + step));
  }
  expect(read).toEqual([
    [PAD, PAD, PAD, PAD, PAD, PAD, PAD, PAD],
    [1, 11, PAD, PAD, PAD, PAD, PAD, PAD],
    [2, 12, 22, 32, PAD, PAD, PAD, PAD],
    [3, 13, 23, 33, 43, 53, PAD, PAD],
  ]);
  expect([...walk.tokens(0, 1).codes]).toEqual([1, 11, 22, 32, 43, 53, 64, 74]);
});

test('a prompt is read at once, and keeps its later codebooks from being sampled again', () => {
  const prompt: Tokens = { codebooks: 4, frames: 2, codes: Uint16Array.of(1, 2, 11, 12, 21, 22, 31, 32) };
  const walk = walkDelays(4, 4, prompt);
  expect(walk.finished).toBe(2);
  expect([...walk.inputs()]).toEqual([PAD, 1, 2, PAD, PAD, 11, PAD, PAD, PAD, PAD, PAD, PAD]);
  const due: (number | null)[][] = [];
  const read: number[][] = [];
  for (let step = 1; !walk.done; step++) {
    due.push([0, 1, 2, 3].map((k) => walk.due(k)));
    walk.accept([100, 200, 300, 400].map((first) => first + step));
    read.push([...walk.inputs()]);
  }
  expect(due).toEqual([
    [2, null, null, null],
    [3, 2, null, null],
    [4, 3, 2, null],
    [5, 4, 3, 2],
    [6, 5, 4, 3],
  ]);
  expect(read.slice(0, 3)).toEqual([
    [101, 12, 21, PAD],
    [102, 202, 22, 31],
    [103, 203, 303, 32],
  ]);
  expect([...walk.tokens(2, 4).codes]).toEqual([101, 102, 202, 203, 303, 304, 404, 405]);
});

test('takes as many steps as frames and the longest delay, and hands each frame out once it is complete', () => {
  fc.assert(
    fc.property(codebooks, fc.integer({ min: 1, max: 30 }), (codebooks, frames) => {
      const walk = walkDelays(codebooks, frames, null);
      run(walk, codebooks, LONGEST_DELAY);
      expect(walk.finished).toBe(0);
      const whole = made(codebooks, frames);
      const again = walkDelays(codebooks, frames, null);
      const decoder = new Scripted();
      let steps = 0;
      for (; !again.done; steps++) {
        expect(again.tokens(0, again.finished)).toEqual(sliceTokens(whole, 0, again.finished));
        again.accept(decoder.read(again.inputs(), codebooks));
      }
      expect(steps).toBe(frames + LONGEST_DELAY);
    }),
  );
});

test('a run resumed at any frame, or made longer, goes on as if it had never stopped', () => {
  fc.assert(
    fc.property(
      codebooks,
      fc.integer({ min: 1, max: 30 }),
      fc.nat(),
      fc.nat(10),
      (codebooks, frames, cut, more) => {
        const longer = made(codebooks, frames + more);
        const shorter = made(codebooks, frames);
        expect(sliceTokens(longer, 0, frames)).toEqual(shorter);
        const prompt = sliceTokens(shorter, 0, cut % (frames + 1));
        expect(made(codebooks, frames + more, prompt)).toEqual(longer);
      },
    ),
  );
});

/** transformers.js's own steps around the scripted decoder: what it pads, what it feeds back, what it keeps. */
function peer(steps: number): { read: number[][]; tokens: number[] } {
  const model = {
    config: { decoder: { num_codebooks: 4, pad_token_id: PAD } },
    sessions: {},
  } as unknown as MusicgenForConditionalGeneration;
  const { prepare_inputs_for_generation, _apply_and_filter_by_delay_pattern_mask } =
    MusicgenForConditionalGeneration.prototype;
  const decoder = new Scripted();
  const rows = Array.from({ length: 4 }, () => [BigInt(PAD)]);
  const read: number[][] = [];
  for (let step = 0; step < steps; step++) {
    const past = step === 0 ? {} : { past_key_values: {} };
    const prepared: { decoder_input_ids: { data: BigInt64Array } } = prepare_inputs_for_generation.call(
      model,
      rows,
      past,
      { guidance_scale: 1 },
    );
    read.push([...prepared.decoder_input_ids.data].map(Number));
    for (const [k, token] of decoder.read(read[step]!, 4).entries()) rows[k]!.push(BigInt(token));
  }
  const sequences = new Tensor('int64', BigInt64Array.from(rows.flat()), [4, steps + 1]);
  const kept = _apply_and_filter_by_delay_pattern_mask.call(model, sequences);
  return { read, tokens: [...(kept.data as BigInt64Array)].map(Number) };
}

test.each([1, 2, 3, 4, 5, 40])(
  '%i frames are those of transformers.js, and so is all that is read',
  (frames) => {
    const walk = walkDelays(4, frames, null);
    const decoder = new Scripted();
    const read: number[][] = [];
    while (!walk.done) {
      read.push([...walk.inputs()]);
      walk.accept(decoder.read(walk.inputs(), 4));
    }
    const theirs = peer(frames + LONGEST_DELAY);
    expect(read).toEqual(theirs.read);
    expect([...walk.tokens(0, frames).codes]).toEqual(theirs.tokens);
  },
);

test('refuses what is no code, more than was asked for, and frames that are not there', () => {
  const walk = walkDelays(4, 1, null);
  expect(() => walk.accept([PAD, 0, 0, 0])).toThrow(RangeError);
  expect(() => walk.accept([])).toThrow(RangeError);
  expect(() => walk.tokens(0, 1)).toThrow(RangeError);
  run(walk, 4);
  expect(() => walk.accept([0, 0, 0, 0])).toThrow(RangeError);
  const stereo: Tokens = { codebooks: 8, frames: 1, codes: new Uint16Array(8) };
  expect(() => walkDelays(4, 2, stereo)).toThrow(RangeError);
  expect(() => walkDelays(8, 0, stereo)).toThrow(RangeError);
});
