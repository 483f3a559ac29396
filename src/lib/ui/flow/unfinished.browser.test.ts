import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '#lib/core/wire/account.ts';
import type { Tokens } from '#lib/core/tokens.ts';
import type { Unfinished } from '#lib/store/unfinished.ts';
import { sampleSession } from '../../../../tests/sync/sample-session.ts';
import { history } from './history.svelte.ts';
import { store, withStoreOf } from './store.ts';
import { syncing } from './sync.svelte.ts';
import { unfinished } from './unfinished.svelte.ts';

const TOKENS: Tokens = { codebooks: 4, frames: 1, codes: new Uint16Array(4) };
const somebody = (): Account => ({
  ...{ id: crypto.randomUUID(), email: 'a@example.org', role: 'user', locale: 'en', createdAt: 0 },
});

function order(engine: Unfinished['engine'] = 'musicgen'): Parameters<typeof unfinished.begin>[0] {
  const { brief, params } = sampleSession(crypto.randomUUID(), Date.now()).take;
  return { id: crypto.randomUUID(), engine, brief, params, reading: null, emotion: null };
}

const left = async (user: string | null): Promise<string[]> =>
  (await withStoreOf(user, (local) => local.unfinished())).map(({ id }) => id);

beforeEach(async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  await syncing.follow(null);
  await history.clear();
});
afterEach(() => vi.unstubAllGlobals());

describe('a piece that is being made when another user comes', () => {
  it('is no longer unfinished where it was begun once it is made', async () => {
    const ann = somebody();
    const of = order();
    const keeper = unfinished.begin(of);
    keeper.keep([TOKENS]);
    await vi.waitFor(async () => expect(await left(null)).toEqual([of.id]));
    await syncing.follow(ann);
    await keeper.end(true);
    expect(await left(null)).toEqual([]);
    await syncing.forget(ann.id);
  });

  it('is no longer unfinished where it was taken along either', async () => {
    const ann = somebody();
    const of = order();
    const keeper = unfinished.begin(of);
    keeper.keep([TOKENS]);
    await vi.waitFor(async () => expect(await left(null)).toEqual([of.id]));
    await syncing.follow(ann);
    await syncing.claim();
    expect(await left(ann.id)).toEqual([of.id]);
    await keeper.end(true);
    expect(await left(ann.id)).toEqual([]);
    await syncing.forget(ann.id);
  });

  it('is not kept among what is theirs', async () => {
    const [ann, ben] = [somebody(), somebody()];
    await syncing.follow(ann);
    const keeper = unfinished.begin(order());
    keeper.keep([TOKENS]);
    await syncing.follow(ben);
    await keeper.end(false);
    expect(await left(ben.id)).toEqual([]);
    for (const { id } of [ann, ben]) await syncing.forget(id);
  });
});

it('makes no place for another where the cloud has it, and is offered again after that', async () => {
  const waiting = { ...order('cloud'), savedAt: Date.now(), tokens: [] };
  await store.saveUnfinished(waiting);
  await unfinished.refresh();
  const keeper = unfinished.begin(order());
  expect(unfinished.offered).toBeNull();
  await keeper.end(true);
  expect(unfinished.offered?.id).toBe(waiting.id);
});
