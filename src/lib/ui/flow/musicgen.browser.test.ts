import { beforeEach, describe, expect, it, vi } from 'vitest';
import { inlineStudio } from '#lib/audio/inline-studio.ts';
import { variationSeed } from '#lib/core/params.ts';
import type { Session } from '#lib/core/session.ts';
import { FRAME_RATE, SAMPLES_PER_FRAME, type Tokens } from '#lib/core/tokens.ts';
import type { Engine, EngineUpdate } from '#lib/music/engine.ts';
import { ABOUT } from '#lib/music/engines/musicgen/about.ts';
import { untilAborted } from '#lib/runtime/until-aborted.ts';
import type { Stages } from '#lib/stages.ts';
import { ruleAgents } from '#lib/workflow/rules/agents.ts';
import { consent } from './consent.svelte.ts';
import { hearing } from './hearing.svelte.ts';
import { history } from './history.svelte.ts';
import { models } from './models.svelte.ts';
import { piece } from './piece.svelte.ts';
import { rating } from './rating.svelte.ts';
import { settings } from './settings.svelte.ts';
import { store } from './store.ts';
import { unfinished } from './unfinished.svelte.ts';
import { wish } from './wish.svelte.ts';
import { work } from './work.svelte.ts';

const SECONDS = 5;
const FRAMES = SECONDS * FRAME_RATE;
const SAMPLE_RATE = FRAME_RATE * SAMPLES_PER_FRAME;

/** Looks for something as soon as it may be there. */
const AT_ONCE = { interval: 1, timeout: 10_000 };

/** What the engine was asked for. */
let asked: Parameters<Engine['generate']>[] = [];
/** Says before every second whether it is made, by resolving. */
let gate: (second: number) => Promise<void>;

/** Tokens that tell which seed made which frame, and up to where they came from `start`. */
function tokensOf(seed: number, frames: number, start: Tokens | undefined): Tokens {
  const codes = Uint16Array.from({ length: 4 * frames }, (_, i) => {
    const frame = i % frames;
    const book = Math.floor(i / frames);
    return frame < (start?.frames ?? 0) ? start!.codes[book * start!.frames + frame]! : (seed + frame) % 2048;
  });
  return { codebooks: 4, frames, codes };
}

async function* generate(...order: Parameters<Engine['generate']>): AsyncGenerator<EngineUpdate> {
  asked.push(order);
  const [brief, { seed, variations }, signal, start] = order;
  const all = (frames: number) =>
    Array.from({ length: variations }, (_, i) => tokensOf(variationSeed(seed, i), frames, start?.[i]));
  for (let second = 0; second < brief.duration; second++) {
    await untilAborted(gate(second), signal);
    for (let variation = 0; variation < variations; variation++) {
      const wave = Float32Array.from({ length: SAMPLE_RATE }, (_, i) => 0.2 * Math.sin(i * 0.06));
      const chunk = { sampleRate: SAMPLE_RATE, start: second * SAMPLE_RATE, channels: [wave, wave.slice()] };
      yield { type: 'audio', variation, chunk };
    }
    yield { type: 'progress', done: second + 1, total: brief.duration };
    yield { type: 'tokens', tokens: all((second + 1) * FRAME_RATE) };
    if (second === 1) yield { type: 'moved', to: 'wasm' };
    if (second === 2) yield { type: 'warning', variation: variations - 1, warning: 'silence' };
  }
  const results = all(brief.duration * FRAME_RATE).map((tokens, i) => ({
    seed: variationSeed(seed, i),
    piece: null,
    tokens,
    asset: null,
  }));
  yield { type: 'finished', results };
}

function scripted(): Stages {
  const musicgen = { ...ABOUT, load: () => Promise.resolve(), generate, unload: () => Promise.resolve() };
  return { agents: ruleAgents, studio: inlineStudio(), engines: { musicgen } } as unknown as Stages;
}

vi.mock('./page-stages.ts', () => ({
  stages: () => Promise.resolve(scripted()),
  shelf: () => Promise.resolve({ plan: () => Promise.resolve({ bytes: 3e6, needed: 3e6, free: null }) }),
}));

async function records() {
  const { sessions } = await store.page({ emotion: null, text: '' }, null);
  return sessions;
}

function lengths(sessions: readonly Session[]): number[] {
  return sessions.map(({ take }) => take.brief.duration);
}

/** Stops at a second of what is heard. */
function hearAt(second: number): void {
  hearing.listening?.player.pause();
  hearing.listening?.player.seek(second);
}

/** Makes a piece and stops it as soon as `seconds` of it are kept. */
async function stoppedAfter(seconds: number): Promise<void> {
  gate = (second) => (second < seconds ? Promise.resolve() : new Promise(() => undefined));
  const making = piece.makeIt();
  await vi.waitFor(async () => {
    const [record] = await store.unfinished();
    expect(record?.tokens[0]?.frames).toBe(seconds * FRAME_RATE);
  });
  work.stop();
  gate = () => Promise.resolve();
  await making;
  // Whoever waits for its lock may hold that for a moment after it is let go.
  await vi.waitFor(() => expect(unfinished.offered).not.toBeNull());
}

beforeEach(async () => {
  await history.clear();
  asked = [];
  gate = () => Promise.resolve();
  work.dismiss();
  settings.engine = 'musicgen';
  settings.model = 'attune/accepted';
  settings.accept('attune/accepted');
  wish.edits = {};
  wish.params = { ...wish.params, seed: 7, duration: SECONDS, variations: 1 };
  await wish.startFrom({ kind: 'emotion', emotion: 'sad', affect: null, by: 'hand' });
});

describe('the terms of a model', () => {
  it('are asked for before the first download, and not again', async () => {
    settings.model = `attune/${crypto.randomUUID()}`;
    const making = piece.makeIt();
    await vi.waitFor(() => expect(consent.plan?.bytes).toBe(3e6));
    expect(consent.asked?.model).toBe(settings.model);
    expect(asked).toEqual([]);
    consent.asked?.answer(true);
    await making;
    expect(hearing.take?.params.model).toBe(settings.model);
    await piece.again();
    expect(consent.asked).toBeNull();
    expect(asked).toHaveLength(2);
  });

  it('leave everything as it was when they are refused', async () => {
    settings.model = `attune/${crypto.randomUUID()}`;
    const making = piece.makeIt();
    await vi.waitFor(() => expect(consent.asked).not.toBeNull());
    consent.asked?.answer(false);
    await making;
    expect(asked).toEqual([]);
    expect(work.failure).toBeNull();
    expect(settings.engine).toBe('musicgen');
    expect(settings.hasAccepted(settings.model)).toBe(false);
  });
});

describe('a name that no model can have', () => {
  it.each(['', 'two words', 'https://hub.example/a/model'])('stops the making: "%s"', async (name) => {
    settings.model = name;
    const before = wish.brief;
    await piece.makeIt();
    expect(asked).toEqual([]);
    expect(consent.asked).toBeNull();
    expect(models.isNameWanted).toBe(true);
    expect([settings.engine, settings.model, wish.brief]).toEqual(['musicgen', name, before]);

    settings.model = 'attune/accepted';
    await piece.makeIt();
    expect(models.isNameWanted).toBe(false);
    expect(hearing.take?.params.model).toBe('attune/accepted');
  });
});

describe('variations', () => {
  it('are all kept, each with its own seed and rating', async () => {
    wish.params = { ...wish.params, variations: 3 };
    await piece.makeIt();
    expect(hearing.all).toHaveLength(3);
    const kept = await records();
    expect(kept.map(({ take, variation }) => [take.params.seed, variation]).sort()).toEqual([
      [7, 1],
      [8, 2],
      [9, 3],
    ]);

    await rating.say({ stars: 2 });
    piece.choose(2);
    expect(hearing.take?.params.seed).toBe(9);
    expect(rating.feedback.stars).toBeNull();
    await rating.say({ stars: 5 });
    piece.choose(0);
    expect(rating.feedback.stars).toBe(2);
    const stars = (await records()).map(({ take, feedback }) => [take.params.seed, feedback?.stars ?? null]);
    expect(new Map(stars as [number, number | null][])).toEqual(
      new Map([
        [7, 2],
        [8, null],
        [9, 5],
      ]),
    );
  });

  it('are heard from the same second, one at a time', async () => {
    wish.params = { ...wish.params, variations: 2 };
    await piece.makeIt();
    hearing.listening?.player.pause();
    hearing.listening?.player.seek(3);
    piece.choose(1);
    expect(hearing.position()).toBeCloseTo(3);
    expect(hearing.all[0]?.state).toBe('paused');
  });

  it('say what befell them', async () => {
    wish.params = { ...wish.params, variations: 2 };
    await piece.makeIt();
    expect(hearing.happenings).toEqual([
      { type: 'moved', to: 'wasm' },
      { type: 'warning', variation: 1, warning: 'silence' },
    ]);
  });
});

describe('a piece that was stopped', () => {
  it('is offered, and goes on from its tokens as what it was', async () => {
    await stoppedAfter(3);
    const record = unfinished.offered;
    if (record === null) throw new Error('nothing is offered');
    await piece.resume(record);
    const [, resumed] = asked;
    expect(resumed?.[1].seed).toBe(7);
    expect(resumed?.[3]).toEqual([tokensOf(7, 3 * FRAME_RATE, undefined)]);
    expect(await store.unfinished()).toEqual([]);
    expect(unfinished.offered).toBeNull();
    expect((await records()).map(({ emotion }) => emotion)).toEqual(['sad']);
  });

  it('goes on when it is tried again, and leaves nothing unfinished', async () => {
    await stoppedAfter(2);
    await piece.retry();
    expect(asked[1]?.[3]?.[0]?.frames).toBe(2 * FRAME_RATE);
    expect(hearing.take?.tokens?.frames).toBe(FRAMES);
    expect(await store.unfinished()).toEqual([]);
  });

  it('is forgotten when it is discarded, and makes place for another', async () => {
    await stoppedAfter(1);
    const discarding = unfinished.discard(unfinished.offered!.id);
    expect(unfinished.offered).toBeNull();
    await discarding;
    expect(await store.unfinished()).toEqual([]);
    await stoppedAfter(1);
    await piece.again();
    expect(await store.unfinished()).toEqual([]);
    expect(unfinished.offered).toBeNull();
  });

  it('is offered by another tab only when the one that makes it is gone', async () => {
    await stoppedAfter(1);
    const { id } = unfinished.offered!;
    await navigator.locks.request(`attune-unfinished-${id}`, async () => {
      await unfinished.refresh();
      expect(unfinished.offered).toBeNull();
    });
    await vi.waitFor(() => expect(unfinished.offered?.id).toBe(id));
  });
});

describe('a finished piece', () => {
  it('is made again from its tokens alone', async () => {
    await piece.makeIt();
    const [session] = await records();
    await piece.replay(session!);
    expect(asked[1]?.[3]).toEqual([tokensOf(7, FRAMES, undefined)]);
    expect(await records()).toHaveLength(1);
  });

  it('goes another way from the second that is heard, and as long', async () => {
    await piece.makeIt();
    hearAt(2);
    await piece.branch();
    const [, branched] = asked;
    expect(branched?.[0].duration).toBe(SECONDS);
    expect(branched?.[1].seed).not.toBe(7);
    expect(branched?.[3]).toEqual([tokensOf(7, 2 * FRAME_RATE, undefined)]);
    // What was heard is not heard again.
    expect(hearing.position()).toBeGreaterThanOrEqual(2);
    expect((await records()).map(({ emotion }) => emotion)).toEqual(['sad', 'sad']);
  });

  it('is continued after its end, and heard on from where it stood, as the longer piece that it is', async () => {
    await piece.makeIt();
    hearAt(2);
    await piece.goOn();
    const [, continued] = asked;
    expect(continued?.[1].seed).toBe(7);
    expect(continued?.[3]).toEqual([tokensOf(7, FRAMES, undefined)]);
    expect(hearing.position()).toBeGreaterThanOrEqual(2);
    const longer = SECONDS + 30;
    expect(hearing.listening?.duration).toBe(longer);
    expect(hearing.playing?.sections.at(-1)?.end).toBe(longer);
    expect([wish.brief?.duration, wish.params.duration, wish.params.seed]).toEqual([longer, longer, 7]);
    expect(lengths(await records())).toEqual([longer, SECONDS]);
  });

  it('leaves what is wished for by now alone when it is gone on with', async () => {
    await piece.makeIt();
    const edits = { tempo: { start: 91, end: 77 } };
    wish.edits = edits;
    await piece.goOn();
    expect(wish.edits).toEqual(edits);
    expect(wish.brief).toMatchObject({ ...edits, duration: SECONDS });
    expect(hearing.take?.brief.duration).toBe(SECONDS + 30);
  });

  it.each([1, 2])(
    'of %d variations is kept, and its continuation, when another is asked for at once',
    async (variations) => {
      wish.params = { ...wish.params, variations };
      const making = piece.makeIt();
      await vi.waitFor(() => expect(hearing.takes).toHaveLength(variations), AT_ONCE);
      piece.choose(variations - 1);
      const continuing = piece.goOn();
      await vi.waitFor(() => expect(hearing.take?.brief.duration).toBe(SECONDS + 30), AT_ONCE);
      await piece.again();
      await Promise.all([making, continuing]);
      const kept = await records();
      const all = (length: number) => Array.from({ length: variations }, () => length);
      expect(lengths(kept)).toEqual([...all(35), 35, ...all(SECONDS)]);
      expect(kept.map(({ take }) => take.tokens?.frames)).toEqual(
        lengths(kept).map((length) => length * FRAME_RATE),
      );
      expect(await store.unfinished()).toEqual([]);
    },
  );

  it('leaves a continuation that is stopped by another piece to be gone on with', async () => {
    await piece.makeIt();
    const [first] = await records();
    gate = (second) => (second < SECONDS + 2 ? Promise.resolve() : new Promise(() => undefined));
    const continuing = piece.goOn();
    await vi.waitFor(async () => {
      const [record] = await store.unfinished();
      expect(record?.tokens[0]?.frames).toBe((SECONDS + 2) * FRAME_RATE);
    });
    gate = () => Promise.resolve();
    await piece.replay(first!);
    await continuing;
    expect(hearing.take?.tokens?.frames).toBe(FRAMES);
    await vi.waitFor(() => expect(unfinished.offered?.brief.duration).toBe(SECONDS + 30));
    await piece.resume(unfinished.offered!);
    expect(lengths(await records())).toEqual([SECONDS + 30, SECONDS]);
  });
});
