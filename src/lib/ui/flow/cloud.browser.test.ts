import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inlineStudio } from '#lib/audio/inline-studio.ts';
import { AttuneError, type ErrorCode } from '#lib/core/errors.ts';
import type { EngineUpdate } from '#lib/music/engine.ts';
import { ABOUT } from '#lib/music/engines/cloud/about.ts';
import type { CloudEngine } from '#lib/music/engines/cloud/cloud-engine.ts';
import { chunksOf } from '#lib/music/engines/cloud/fit.ts';
import { untilAborted } from '#lib/runtime/until-aborted.ts';
import type { Stages } from '#lib/stages.ts';
import { ruleAgents } from '#lib/workflow/rules/agents.ts';
import { glides } from '../../../../tests/fixtures/glides.ts';
import { history } from './history.svelte.ts';
import { piece } from './piece.svelte.ts';
import { rating } from './rating.svelte.ts';
import { settings } from './settings.svelte.ts';
import { store } from './store.ts';
import { syncing } from './sync.svelte.ts';
import { unfinished } from './unfinished.svelte.ts';
import { wish } from './wish.svelte.ts';
import { work } from './work.svelte.ts';

const SECONDS = 5;

/** What the cloud was asked for. */
let asked: Parameters<CloudEngine['make']>[] = [];
/** Resolves where the piece is made, and rejects where it is not. */
let making: () => Promise<void>;
/** Requests of the page to the server. */
let requests: string[] = [];

async function* make(...order: Parameters<CloudEngine['make']>): AsyncGenerator<EngineUpdate> {
  asked.push(order);
  const [brief, { seed }, { run }, signal] = order;
  await untilAborted(making(), signal);
  for (const chunk of chunksOf(glides(brief.duration, 32_000, 2)))
    yield { type: 'audio', variation: 0, chunk };
  const asset = { run, sha256: 'a'.repeat(64), bytes: 1, mediaType: 'audio/wav' as const };
  yield { type: 'finished', results: [{ seed, piece: null, tokens: null, asset }] };
}

vi.mock('./page-stages.ts', () => ({
  stages: () => {
    const cloud = { ...ABOUT, load: () => Promise.resolve(), make, unload: () => Promise.resolve() };
    return Promise.resolve({
      agents: ruleAgents,
      studio: inlineStudio(),
      engines: { cloud },
    } as unknown as Stages);
  },
}));

const failing = (code: ErrorCode) => () => Promise.reject(new AttuneError(code));
const left = async (): Promise<string[]> => (await store.unfinished()).map(({ id }) => id);
const kept = async (): Promise<number> =>
  (await store.page({ emotion: null, text: '' }, null)).sessions.length;

beforeEach(async () => {
  requests = [];
  vi.stubGlobal('fetch', (path: string, { method }: RequestInit) => {
    requests.push(`${method} ${path}`);
    return Promise.reject(new TypeError('no network'));
  });
  await syncing.follow(null);
  await history.clear();
  asked = [];
  making = () => Promise.resolve();
  work.dismiss();
  settings.engine = 'cloud';
  wish.edits = {};
  wish.params = { ...wish.params, duration: SECONDS, cfgCoef: 3.5 };
  await wish.startFrom({ kind: 'emotion', emotion: 'sad', affect: null, by: 'hand' });
});
afterEach(() => vi.unstubAllGlobals());

it('is told what the take says, and leaves nothing unfinished', async () => {
  await piece.makeIt();
  const [, { cfgCoef }, { run }] = asked[0]!;
  expect(cfgCoef).toBe(4);
  expect(rating.session).toMatchObject({ id: run, take: { params: { cfgCoef } } });
  expect(await left()).toEqual([]);
});

describe('a piece that did not come', () => {
  it.each(['offline', 'server_away', 'server_failed'] as const)('can be fetched after %s', async (code) => {
    making = failing(code);
    await piece.makeIt();
    expect(await left()).toEqual([asked[0]![2].run]);
  });

  it.each(['cloud_failed', 'cloud_refused', 'cloud_spent', 'signed_out'] as const)(
    'is not offered after %s: to fetch it would be to make another',
    async (code) => {
      making = failing(code);
      await piece.makeIt();
      expect(work.failure?.error.code).toBe(code);
      expect(await left()).toEqual([]);
    },
  );

  it('is not offered when it was stopped, by hand or by another', async () => {
    making = () => new Promise(() => undefined);
    const first = piece.makeIt();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    making = () => Promise.resolve();
    await piece.again();
    await first;
    expect(await left()).toEqual([]);

    making = () => new Promise(() => undefined);
    const second = piece.makeIt();
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    work.stop();
    await second;
    expect(await left()).toEqual([]);
    expect(unfinished.offered).toBeNull();
  });

  it('can be fetched by its user when another has come', async () => {
    const [id, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const account = {
      ...{ id, email: 'a@example.org', role: 'user' as const, locale: 'en' as const, createdAt: 0 },
    };
    await syncing.follow(account);
    making = () => new Promise(() => undefined);
    const stopped = piece.makeIt();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await syncing.follow({ ...account, id: other });
    await stopped;
    expect(await left()).toEqual([]);
    await syncing.follow(account);
    expect(unfinished.offered?.id).toBe(asked[0]![2].run);
    for (const user of [id, other]) await syncing.forget(user);
  });

  it('is stopped in the cloud when everything is deleted', async () => {
    making = failing('offline');
    await piece.makeIt();
    const { run } = asked[0]![2];
    await history.clear();
    await vi.waitFor(() => expect(requests).toContain(`DELETE /api/assets/${run}`));
    expect(requests).toContain(`DELETE /api/cloud/jobs/${run}`);
    expect(await left()).toEqual([]);
  });
});

it('stays to be fetched as long as the device has no room for it', async () => {
  const { put } = IDBObjectStore.prototype;
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    if (this.name === 'sessions') throw new DOMException('scripted', 'QuotaExceededError');
    return put.apply(this, args);
  });
  await piece.makeIt();
  full.mockRestore();
  expect(rating.error).toMatchObject({ code: 'storage_full' });
  expect(await kept()).toBe(0);
  expect(await left()).toEqual([asked[0]![2].run]);
});
