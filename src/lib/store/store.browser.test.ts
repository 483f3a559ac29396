import { openDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { NO_PREFERENCES } from '../core/preferences.ts';
import type { Session } from '../core/session.ts';
import { packTokens, unpackTokens } from '../core/tokens.ts';
import { createStore, type Store } from './store.ts';
import type { Unfinished } from './unfinished.ts';

const EVERYTHING = { emotion: null, text: '' };
const opened: { store: Store; name: string }[] = [];

function open(): { store: Store; name: string } {
  const name = `attune-${crypto.randomUUID()}`;
  const one = { store: createStore(name), name };
  opened.push(one);
  return one;
}

afterEach(() => {
  for (const { store, name } of opened.splice(0)) {
    store.close();
    indexedDB.deleteDatabase(name);
  }
});

function session(createdAt: number, emotion: Session['emotion'] = 'sad', words = ''): Session {
  return {
    id: crypto.randomUUID(),
    createdAt,
    intent: 'soothe',
    reading: null,
    emotion,
    feedback: null,
    take: {
      id: crypto.randomUUID(),
      createdAt,
      engine: 'composer',
      tokens: null,
      asset: null,
      params: {
        duration: 30,
        seed: 7,
        normalisation: 'loudness',
        topK: 250,
        topP: 0,
        temperature: 1,
        cfgCoef: 3,
        variations: 1,
      },
      brief: {
        version: 1,
        author: 'rules',
        intent: 'soothe',
        emotion: 'sad',
        duration: 30,
        genre: 'lo-fi',
        mood: ['warm'],
        tempo: { start: 60, end: 76 },
        sections: [
          {
            name: 'theme',
            start: 0,
            end: 30,
            key: { tonic: 'A', mode: 'aeolian' },
            progression: ['i', 'bVII'],
            instruments: ['piano'],
            dynamic: 'p',
            density: 0.4,
            affect: { valence: 0, arousal: 0 },
          },
        ],
        mix: { reverb: 0.4, warmth: 0.5, brightness: 0.3, hiss: 0.1 },
        avoid: [],
        words,
        prompt: 'a piece',
      },
      measures: {
        duration: 30,
        loudness: -16,
        range: 5,
        truePeak: -1,
        clipped: 0,
        silent: 0,
        tempo: 70,
        onsetRate: 2,
        centroid: 900,
      },
      score: { total: 0.8, gates: 1, tempo: 0.8, dynamics: 0.8, style: 0.8 },
    },
  };
}

/** Puts what the store would never write. */
async function putRaw(name: string, record: unknown, place = 'sessions'): Promise<void> {
  const db = await openDB(name);
  await db.put(place, record);
  db.close();
}

describe('paging', () => {
  it('lists every session once, newest first, across pages and ties', async () => {
    const { store } = open();
    const times = [5, 1, 3, 3, 3, 2, 4];
    for (const time of times) await store.save(session(time));
    const seen: Session[] = [];
    let after = null;
    do {
      const page = await store.page(EVERYTHING, after, 2);
      expect(page.sessions.length).toBeLessThanOrEqual(2);
      seen.push(...page.sessions);
      after = page.next;
    } while (after !== null);
    expect(seen.map((one) => one.createdAt)).toEqual([5, 4, 3, 3, 3, 2, 1]);
    expect(new Set(seen.map((one) => one.id)).size).toBe(times.length);
  });

  it('says that a page is the last one even when it is full', async () => {
    const { store } = open();
    await store.save(session(1));
    await store.save(session(2));
    expect((await store.page(EVERYTHING, null, 2)).next).toBeNull();
  });

  it('filters by emotion and by what was said', async () => {
    const { store } = open();
    await store.save(session(1, 'sad', 'Rain'));
    await store.save(session(2, 'angry', 'rain'));
    await store.save(session(3, null, '下雨'));
    expect((await store.page({ emotion: 'sad', text: 'rAIN' }, null)).sessions).toHaveLength(1);
    expect((await store.page({ emotion: null, text: '下雨' }, null)).sessions[0]?.createdAt).toBe(3);
    expect((await store.page({ emotion: 'happy', text: '' }, null)).sessions).toHaveLength(0);
  });

  it('leaves out a record that no longer parses, and says so', async () => {
    const { store, name } = open();
    await store.save(session(1));
    await putRaw(name, { id: 'broken', createdAt: 2, take: 'nonsense' });
    const page = await store.page(EVERYTHING, null);
    expect(page.sessions.map((one) => one.createdAt)).toEqual([1]);
    expect(page.skipped).toBe(1);
    expect(await store.get('broken')).toBeNull();
  });
});

describe('keeping', () => {
  it('replaces, removes and clears', async () => {
    const { store } = open();
    const one = session(1);
    await store.save(one);
    const feedback = { stars: 4, thumb: null, comment: 'good', before: null, after: null };
    await store.save({ ...one, feedback });
    expect((await store.get(one.id))?.feedback).toEqual(feedback);
    await store.remove(one.id);
    expect(await store.get(one.id)).toBeNull();
    await store.save(one);
    await store.savePreferences({ ...NO_PREFERENCES, genres: ['rock'] });
    await store.clear();
    expect((await store.page(EVERYTHING, null)).sessions).toEqual([]);
    expect(await store.preferences()).toEqual(NO_PREFERENCES);
  });

  it('updates what is there and never brings back what was deleted', async () => {
    const { store } = open();
    const one = session(1);
    await store.save(one);
    const rated = {
      ...one,
      feedback: { stars: 4, thumb: null, comment: 'good', before: null, after: null },
    };
    expect(await store.update(rated)).toBe(true);
    expect(await store.get(one.id)).toEqual(rated);
    await store.clear();
    expect(await store.update(rated)).toBe(false);
    expect(await store.get(one.id)).toBeNull();
  });

  it('refuses a session that breaks the schema and keeps the one before it', async () => {
    const { store } = open();
    const one = session(1);
    await store.save(one);
    const broken = { ...one, intent: 'shout' } as unknown as Session;
    await expect(store.save(broken)).rejects.toMatchObject({ code: 'storage_failed' });
    expect(await store.get(one.id)).toEqual(one);
  });

  it('comes back after the connection was dropped', async () => {
    const { store, name } = open();
    await store.save(session(1));
    // A version change closes every connection to the database, as iOS does when it pleases.
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    await store.save(session(2));
    expect((await store.page(EVERYTHING, null)).sessions.map((one) => one.createdAt)).toEqual([2]);
  });

  it.each([
    ['QuotaExceededError', 'storage_full'],
    ['AbortError', 'storage_failed'],
  ])('tells %s as %s and loses nothing kept', async (name, code) => {
    const { store } = open();
    const kept = session(1);
    await store.save(kept);
    const original = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('scripted', name);
    };
    try {
      await expect(store.save(session(2))).rejects.toMatchObject({ code });
    } finally {
      IDBObjectStore.prototype.put = original;
    }
    expect((await store.page(EVERYTHING, null)).sessions).toEqual([kept]);
  });

  it('reopens and retries once when a transaction meets a closed connection', async () => {
    const { store } = open();
    await store.save(session(1));
    const original = IDBDatabase.prototype.transaction;
    let failures = 1;
    IDBDatabase.prototype.transaction = function (...args) {
      if (failures-- > 0) throw new DOMException('The database connection is closing.', 'InvalidStateError');
      return original.apply(this, args);
    };
    try {
      await store.save(session(2));
    } finally {
      IDBDatabase.prototype.transaction = original;
    }
    expect((await store.page(EVERYTHING, null)).sessions).toHaveLength(2);
  });
});

describe('what is unfinished', () => {
  const codes = Uint16Array.from({ length: 4 * 50 }, (_, i) => (i * 37) % 2048);

  function unfinished(savedAt: number): Unfinished {
    const { brief, params } = session(1).take;
    const tokens = [packTokens({ codebooks: 4, frames: 50, codes })];
    const id = crypto.randomUUID();
    return { id, savedAt, engine: 'musicgen', brief, params, reading: null, emotion: 'sad', tokens };
  }

  it('comes back with every token, the latest first, and goes when it is removed', async () => {
    const { store } = open();
    const [early, late] = [unfinished(1), unfinished(2)];
    await store.saveUnfinished(early);
    await store.saveUnfinished(late);
    expect(await store.unfinished()).toEqual([late, early]);
    await store.saveUnfinished({ ...early, savedAt: 3 });
    await store.removeUnfinished(late.id);
    const [left, ...others] = await store.unfinished();
    expect(others).toEqual([]);
    expect(left?.savedAt).toBe(3);
    expect(unpackTokens(left!.tokens[0]!).codes).toEqual(codes);
  });

  it('is left out where it no longer parses, and cleared with everything else', async () => {
    const { store, name } = open();
    await store.saveUnfinished(unfinished(1));
    await putRaw(name, { ...unfinished(2), tokens: 'nonsense' }, 'unfinished');
    expect(await store.unfinished()).toHaveLength(1);
    await store.clear();
    expect(await store.unfinished()).toEqual([]);
  });

  it('has a place in a database of the first version, which loses nothing', async () => {
    const { store, name } = open();
    const kept = session(1);
    const old = await openDB(name, 1, {
      upgrade(db) {
        db.createObjectStore('sessions', { keyPath: 'id' }).createIndex('newest', ['createdAt', 'id']);
        db.createObjectStore('preferences');
      },
    });
    // Version 1 knew neither tokens nor variations.
    const { tokens: _, params, ...take } = kept.take;
    const { variations: __, ...before } = params;
    await old.put('sessions', { ...kept, take: { ...take, params: before } });
    await old.put('preferences', { ...NO_PREFERENCES, genres: ['rock'] }, 'mine');
    old.close();

    const one = unfinished(2);
    await store.saveUnfinished(one);
    expect(await store.unfinished()).toEqual([one]);
    expect((await store.page(EVERYTHING, null)).sessions).toEqual([kept]);
    expect((await store.preferences()).genres).toEqual(['rock']);
  });
});
