import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Brief } from '#lib/core/brief.ts';
import { Params } from '#lib/core/params.ts';
import type { Take } from '#lib/core/take.ts';
import { packTokens, truncateTokens, type Tokens } from '#lib/core/tokens.ts';
import { genreBrief } from '../../../../tests/golden/genre-briefs.ts';
import { branched, canBranch, continued, continuedLength, replayed, resumed } from './take-orders.ts';

function tokensOf(seconds: number): Tokens {
  const frames = seconds * 50;
  return { codebooks: 4, frames, codes: Uint16Array.from({ length: 4 * frames }, (_, i) => i % 2048) };
}

function take(seconds: number): Take {
  return {
    engine: 'musicgen',
    brief: genreBrief('ambient', seconds),
    params: Params.parse({ seed: 7, duration: seconds }),
    tokens: packTokens(tokensOf(seconds)),
  } as Take;
}

const composed: Take = { ...take(30), engine: 'composer', tokens: null };

describe('a take that is kept as tokens', () => {
  it('is made again of all its tokens, as a composed one is of its recipe', () => {
    expect(replayed(take(10)).start).toEqual([tokensOf(10)]);
    expect(replayed(composed)).toEqual({
      engine: 'composer',
      brief: composed.brief,
      params: composed.params,
    });
  });

  it('keeps exactly what was heard when it goes another way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), (frame) => {
        const start = [truncateTokens(tokensOf(10), frame)];
        expect(branched(take(10), frame / 50, 8).start).toEqual(start);
      }),
    );
  });

  it('keeps all of itself and its seed and grows when it is continued, with its last section', () => {
    const { brief, params, start } = continued(take(30));
    expect(start).toEqual([tokensOf(30)]);
    expect(Brief.safeParse(brief).success).toBe(true);
    expect([brief.duration, params.duration, params.seed]).toEqual([60, 60, 7]);
    expect(brief.sections.at(-1)?.end).toBe(60);
    expect(brief.sections.slice(0, -1)).toEqual(take(30).brief.sections.slice(0, -1));
  });

  it('keeps its length and takes another seed when it goes another way', () => {
    const { brief, params } = branched(take(30), 12, 99);
    expect([brief.duration, params.seed]).toEqual([30, 99]);
  });

  it('goes another way only where something is kept and something made anew', () => {
    const seconds = [0, 0.9, 1, 12, 29, 29.1, 30];
    expect(seconds.map((second) => canBranch(take(30), second))).toEqual([
      ...[false, false, true, true],
      ...[true, false, false],
    ]);
    expect(canBranch(composed, 12)).toBe(false);
  });

  it('grows to the longest there is, and no further', () => {
    expect(continuedLength(take(100))).toBe(120);
    expect(continuedLength(take(120))).toBeNull();
    expect(continuedLength(composed)).toBeNull();
    expect(() => continued(take(120))).toThrow(RangeError);
    expect(() => branched(composed, 3, 1)).toThrow(RangeError);
  });
});

it('goes on with every variation where its making stopped', () => {
  const { engine, brief, params } = take(10);
  const record = { id: '', savedAt: 0, reading: null, emotion: null, engine, brief, params };
  const tokens = [3, 4].map((seconds) => packTokens(tokensOf(seconds)));
  expect(resumed({ ...record, tokens }).start).toEqual([tokensOf(3), tokensOf(4)]);
});
