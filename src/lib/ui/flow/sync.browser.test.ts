import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_FEEDBACK } from '#lib/core/feedback.ts';
import { NO_PREFERENCES } from '#lib/core/preferences.ts';
import type { Session } from '#lib/core/session.ts';
import type { Account } from '#lib/core/wire/account.ts';
import { encodeFeedback, encodeRun } from '#lib/core/wire/records.ts';
import type { Pull, Push } from '#lib/core/wire/sync.ts';
import { setClaim } from '#lib/store/claim.ts';
import type { Unfinished } from '#lib/store/unfinished.ts';
import { sampleSession } from '../../../../tests/sync/sample-session.ts';
import { claiming } from './claiming.svelte.ts';
import { history } from './history.svelte.ts';
import { rating } from './rating.svelte.ts';
import { copies, copiesOf, databaseOf, store, withStoreOf } from './store.ts';
import { syncing } from './sync.svelte.ts';
import { taste } from './taste.svelte.ts';

const EPOCH = crypto.randomUUID();
const session = () => sampleSession(crypto.randomUUID(), Date.now());
const somebody = (): Account => ({
  ...{ id: crypto.randomUUID(), email: 'a@example.org', role: 'user', locale: 'en', createdAt: 0 },
});
/** As it is left by a page that was closed while the cloud made it. */
const sampleUnfinished = ({ take: { brief, params } }: Session): Unfinished => ({
  ...{ id: crypto.randomUUID(), savedAt: Date.now(), engine: 'cloud', brief, params },
  ...{ reading: null, emotion: null, tokens: [] },
});
const SOUND = new Blob(['a sound'], { type: 'audio/wav' });
const shown = () => history.page.sessions.map(({ id }) => id);

/** What the server answers; it has nothing, and takes nothing unless it is told to. */
let answer: (path: string, body: unknown) => Response | Promise<Response>;
const refused = (code: string, status: number) =>
  Response.json({ error: { code, details: {}, id: '1' } }, { status });
const nothing = { type: 'pulled', epoch: EPOCH, rows: [], cursor: 0, more: false };
const outcomes = (body: unknown, outcome: object) =>
  Response.json({ type: 'pushed', epoch: EPOCH, outcomes: (body as Push).items.map(() => outcome) });
const taking =
  (outcome: object) =>
  (path: string, body: unknown): Response =>
    path.endsWith('pull') ? Response.json(nothing) : outcomes(body, outcome);

beforeEach(async () => {
  answer = () => Promise.reject(new TypeError('no network'));
  vi.stubGlobal('fetch', (path: string, { body }: RequestInit) =>
    Promise.resolve(answer(path, JSON.parse(body as string))),
  );
  await syncing.follow(null);
  await history.clear();
});
afterEach(() => vi.unstubAllGlobals());

describe('whose records the page shows', () => {
  it('are those of whoever is signed in, and nothing of anybody else', async () => {
    const [ann, ben] = [somebody(), somebody()];
    const [hers, his, nobodys] = [session(), session(), session()];
    await store.save(nobodys);
    await syncing.follow(ann);
    expect(shown()).toEqual([]);
    await store.save(hers);
    await taste.change({ avoid: ['drums'] });
    await rating.begin([hers]);
    await syncing.follow(ben);
    expect(shown()).toEqual([]);
    expect(taste.preferences).toEqual(NO_PREFERENCES);
    expect(rating.session).toBeNull();
    await store.save(his);
    await syncing.follow(ann);
    expect(shown()).toEqual([hers.id]);
    expect(taste.preferences.avoid).toEqual(['drums']);
    await syncing.follow(null);
    expect(shown()).toEqual([nobodys.id]);
    expect(localStorage.getItem('attune-user')).toBeNull();
    for (const { id } of [ann, ben]) await syncing.forget(id);
  });

  it('become theirs when they say so, and not before', async () => {
    const ann = somebody();
    const [piece, other] = [session(), session()];
    expect(await syncing.claimable()).toBe(0);
    await store.save(piece);
    expect(await syncing.claimable()).toBe(1);
    await syncing.follow(ann);
    expect(await syncing.claimable()).toBe(1);
    await store.save(other);
    await syncing.claim();
    await vi.waitFor(() => expect(shown().sort()).toEqual([piece.id, other.id].sort()));
    expect(await syncing.claimable()).toBe(0);
    await syncing.follow(null);
    expect(shown()).toEqual([]);
    await syncing.forget(ann.id);
  });

  it('are shown when a move that was broken off has come to its end, or it is said why it has not', async () => {
    const ann = somebody();
    const moved = session();
    await store.save(moved);
    await withStoreOf(null, (anonymous) => setClaim(anonymous, ann.id));
    await syncing.follow(ann);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('scripted', 'AbortError');
    });
    await claiming.finish();
    put.mockRestore();
    expect(claiming.error).toMatchObject({ code: 'storage_failed' });
    expect(shown()).toEqual([]);
    await claiming.finish();
    expect(claiming.error).toBeNull();
    await vi.waitFor(() => expect(shown()).toEqual([moved.id]));
    await syncing.forget(ann.id);
  });

  it('are gone from the device with the account', async () => {
    const ann = somebody();
    await syncing.follow(ann);
    await store.save(session());
    await copies.put(crypto.randomUUID(), SOUND);
    await syncing.forget(ann.id);
    expect(syncing.user).toBeNull();
    const names = (await indexedDB.databases()).map(({ name }) => name);
    expect(names).not.toContain(databaseOf(ann.id));
    expect(names).not.toContain(copiesOf(ann.id));
  });

  it('have sounds of their own, which nobody else deletes with theirs', async () => {
    const [ann, ben] = [somebody(), somebody()];
    const run = crypto.randomUUID();
    await syncing.follow(ann);
    await copies.put(run, SOUND);
    await syncing.follow(ben);
    expect(await copies.get(run)).toBeNull();
    await history.clear();
    await syncing.follow(ann);
    expect(await copies.get(run)).not.toBeNull();
    await history.clear();
    expect(await copies.get(run)).toBeNull();
    for (const { id } of [ann, ben]) await syncing.forget(id);
  });
});

it('drops the sound of a piece that was deleted on another device, and no other', async () => {
  const ann = somebody();
  const [deleted, left] = [session(), session()];
  const begun = crypto.randomUUID();
  await syncing.follow(ann);
  for (const one of [deleted, left]) await store.save(one);
  await store.saveUnfinished({ ...sampleUnfinished(left), id: begun });
  for (const run of [deleted.id, left.id, begun]) await copies.put(run, SOUND);
  const version = { time: Date.now() + 1000, client: crypto.randomUUID() };
  const row = { id: deleted.id, kind: 'run', seq: 1, version, schemaVersion: 1, body: null };
  answer = (path, body) => {
    if (!path.endsWith('pull')) return outcomes(body, { outcome: 'duplicate' });
    return Response.json({ ...nothing, rows: (body as Pull).cursor === 0 ? [row] : [], cursor: 1 });
  };
  syncing.now();
  await vi.waitFor(async () => expect(await copies.get(deleted.id)).toBeNull());
  expect(new Set(await copies.runs())).toEqual(new Set([left.id, begun]));
  await syncing.forget(ann.id);
});

it('shows what was said and made on another device, in the history and of the piece that is heard', async () => {
  const ann = somebody();
  const [heard, other] = [session(), session()];
  const said = { ...NO_FEEDBACK, comment: 'elsewhere' };
  const version = { time: Date.now() + 1000, client: crypto.randomUUID() };
  const rows = [
    { id: other.id, kind: 'run', seq: 1, version, schemaVersion: 1, body: encodeRun(other) },
    { id: heard.id, kind: 'feedback', seq: 2, version, schemaVersion: 1, body: encodeFeedback(said) },
  ];
  await syncing.follow(ann);
  await rating.begin([heard]);
  answer = (path, body) => {
    if (!path.endsWith('pull')) return outcomes(body, { outcome: 'duplicate' });
    const isNew = (body as Pull).cursor === 0;
    return Response.json({ ...nothing, rows: isNew ? rows : [], cursor: 2 });
  };
  syncing.now();
  await vi.waitFor(() => expect(shown().sort()).toEqual([heard.id, other.id].sort()));
  await vi.waitFor(() => expect(rating.feedback).toEqual(said));
  expect(rating.saved).toBe(true);
  await syncing.forget(ann.id);
});

it('calls a note kept once all of it is that was typed', async () => {
  const heard = session();
  await rating.begin([heard]);
  const saving = rating.save();
  rating.type('a note');
  expect(await saving).toBe(true);
  expect(rating.saved).toBe(false);
  rating.settle();
  await vi.waitFor(() => expect(rating.saved).toBe(true));
  expect((await store.get(heard.id))?.feedback?.comment).toBe('a note');
});

describe('what the page says of sync', () => {
  it('is off, offline, needs sign-in or up to date, and how many wait', async () => {
    const ann = somebody();
    expect(syncing.status).toEqual({ type: 'off' });
    await syncing.follow(ann);
    await store.save(session());
    await vi.waitFor(() => expect(syncing.status).toEqual({ type: 'offline', count: 1 }));
    answer = () => refused('signed_out', 401);
    syncing.now();
    await vi.waitFor(() => expect(syncing.status).toEqual({ type: 'needs-sign-in', count: 1 }));
    answer = taking({ outcome: 'duplicate' });
    await syncing.follow(ann);
    await vi.waitFor(() => expect(syncing.status).toEqual({ type: 'up-to-date' }));
    await syncing.forget(ann.id);
  });

  it('is that it is offline where one was refused before, and how many wait', async () => {
    const ann = somebody();
    answer = taking({ outcome: 'rejected', reason: 'quota' });
    await syncing.follow(ann);
    await store.save(session());
    await vi.waitFor(() => expect(syncing.deadLetters).toHaveLength(1));
    answer = () => Promise.reject(new TypeError('no network'));
    await store.save(session());
    await vi.waitFor(() => expect(syncing.status).toEqual({ type: 'offline', count: 1 }));
    expect(syncing.deadLetters).toHaveLength(1);
    await syncing.forget(ann.id);
  });

  it.each([
    ['server_failed', 500],
    ['too_many', 429],
  ])('is that it failed where the server answers %s, with the number of the error', async (code, status) => {
    const ann = somebody();
    answer = () => refused(code, status);
    await syncing.follow(ann);
    await store.save(session());
    await vi.waitFor(() =>
      expect(syncing.status).toMatchObject({
        type: 'failed',
        count: 1,
        error: { code, details: { id: '1' } },
      }),
    );
    await syncing.forget(ann.id);
  });

  it('names what was refused, until it is tried again or left at that', async () => {
    const ann = somebody();
    answer = taking({ outcome: 'rejected', reason: 'quota' });
    await syncing.follow(ann);
    const piece = session();
    await store.save(piece);
    await vi.waitFor(() => expect(syncing.deadLetters).toMatchObject([{ id: piece.id, reason: 'quota' }]));
    expect(syncing.status).toEqual({ type: 'up-to-date' });
    answer = taking({ outcome: 'duplicate' });
    await syncing.retry(syncing.deadLetters[0]!);
    await vi.waitFor(() => expect(syncing.status).toEqual({ type: 'up-to-date' }));
    answer = taking({ outcome: 'rejected', reason: 'quota' });
    await store.save(session());
    await vi.waitFor(() => expect(syncing.deadLetters).toHaveLength(1));
    await syncing.discard(syncing.deadLetters[0]!);
    expect(syncing.status).toEqual({ type: 'up-to-date' });
    expect(syncing.onlyHere).toBe(1);
    await syncing.forget(ann.id);
  });
});
