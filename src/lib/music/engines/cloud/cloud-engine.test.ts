import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { glides } from '../../../../../tests/fixtures/glides.ts';
import { genreBrief } from '../../../../../tests/golden/genre-briefs.ts';
import { AttuneError, type ErrorCode } from '../../../core/errors.ts';
import { CloudParams, Params } from '../../../core/params.ts';
import type { Job } from '../../../core/wire/cloud.ts';
import type { EngineUpdate } from '../../engine.ts';
import { cloudEngine, type CloudEngine, type CloudParts } from './cloud-engine.ts';

const SECONDS = 5;
const brief = genreBrief('ambient', SECONDS);
const params = Params.parse({ seed: 7 });
const SOUND = new Blob(['a sound']);
const run = randomUUID();
const asset = { run, sha256: 'a'.repeat(64), bytes: 7, mediaType: 'audio/wav' as const };
const job = (part: Partial<Job>): Job => ({
  ...{ id: run, state: 'processing', fraction: 0.5, asset: null, error: null },
  ...part,
});
const succeeded = job({ state: 'succeeded', fraction: 1, asset });

/** What the server was asked, in order. */
let asked: string[];
/** What each look finds, in order; the last one stays. */
let looks: (Job | ErrorCode)[];
let copies: Map<string, Blob>;

beforeEach(() => {
  asked = [];
  looks = [succeeded];
  copies = new Map();
});

async function look(): Promise<Job> {
  const found = looks.length > 1 ? looks.shift()! : looks[0]!;
  if (typeof found === 'string') throw new AttuneError(found);
  return found;
}

function engineWith(parts: Partial<CloudParts> & { cancelled?: Promise<void> } = {}): CloudEngine {
  return cloudEngine({
    server: {
      state: () => Promise.reject(new Error('nobody asks')),
      forget: () => Promise.reject(new Error('nobody asks')),
      start: async ({ id }) => {
        asked.push(`start ${id}`);
        return job({ state: 'starting', fraction: 0 });
      },
      see: (id) => {
        asked.push(`see ${id}`);
        return look();
      },
      cancel: async (id) => {
        asked.push(`cancel ${id}`);
        await parts.cancelled;
        asked.push('cancelled');
        return job({ state: 'canceled' });
      },
      sound: async ({ run: id }) => {
        asked.push(`sound ${id}`);
        return SOUND;
      },
    },
    copies: {
      get: async (id) => copies.get(id) ?? null,
      put: async (id, sound) => void copies.set(id, sound),
    },
    decode: async () => glides(SECONDS, 1000),
    listen: async () => glides(2, 1000),
    encode: async () => new Uint8Array(1),
    pace: 1,
    ...parts,
  });
}

async function all(stream: AsyncIterable<EngineUpdate>): Promise<EngineUpdate[]> {
  const updates: EngineUpdate[] = [];
  for await (const update of stream) updates.push(update);
  return updates;
}

const make = (engine: CloudEngine, signal?: AbortSignal, of = params) =>
  all(engine.make(brief, of, { run, recording: null }, signal));

/** Begins a piece, and stops it while the cloud is at it. */
async function stopped(engine: CloudEngine): Promise<void> {
  looks = [job({})];
  const stop = new AbortController();
  const making = make(engine, stop.signal);
  await expect.poll(() => asked.filter((one) => one.startsWith('see')).length).toBeGreaterThan(1);
  stop.abort();
  await expect(making).rejects.toMatchObject({ code: 'cancelled' });
}

it('begins a piece, tells how far it is, and gives its sound', async () => {
  looks = [job({ fraction: 0.4 }), succeeded];
  const updates = await make(engineWith());
  expect(asked).toEqual([`start ${run}`, `see ${run}`, `see ${run}`, `sound ${run}`]);
  expect(updates).toContainEqual({ type: 'progress', done: 2, total: SECONDS });
  expect(updates.filter(({ type }) => type === 'audio')).toHaveLength(SECONDS);
  expect(updates.at(-1)).toMatchObject({ type: 'finished', results: [{ seed: 7, asset }] });
  expect(updates.some(({ type }) => type === 'warning')).toBe(false);
});

describe('who stops waiting', () => {
  it('stops the piece', async () => {
    await stopped(engineWith());
    expect(asked).toContain(`cancel ${run}`);
  });

  it('and begins it again at once, begins it when it is stopped: it would be stopped too', async () => {
    const cancelling = Promise.withResolvers<void>();
    const engine = engineWith({ cancelled: cancelling.promise });
    await stopped(engine);
    looks = [succeeded];
    asked = [];
    const again = make(engine);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toEqual([]);
    cancelling.resolve();
    await again;
    expect(asked.slice(0, 2)).toEqual(['cancelled', `start ${run}`]);
  });

  it('stops no piece that has failed or come', async () => {
    const engine = engineWith();
    await make(engine);
    looks = [job({ state: 'failed', error: { code: 'cloud_failed', details: {} } })];
    await expect(make(engine)).rejects.toMatchObject({ code: 'cloud_failed' });
    expect(asked).not.toContain(`cancel ${run}`);
  });
});

describe('a connection that is away', () => {
  it('is waited for', async () => {
    looks = ['offline', 'server_away', 'offline', succeeded];
    expect((await make(engineWith())).at(-1)).toMatchObject({ type: 'finished' });
  });

  it('is given up after ten looks in a row, and the piece goes on', async () => {
    looks = [...Array<ErrorCode>(9).fill('offline'), job({}), 'offline'];
    await expect(make(engineWith())).rejects.toMatchObject({ code: 'offline' });
    expect(asked.filter((one) => one.startsWith('see'))).toHaveLength(20);
    expect(asked).not.toContain(`cancel ${run}`);
  });

  it('is not waited for where the server has said no', async () => {
    looks = ['not_found'];
    await expect(make(engineWith())).rejects.toMatchObject({ code: 'not_found' });
    expect(asked).toEqual([`start ${run}`, `see ${run}`]);
  });
});

describe('a piece whose recording is no longer at hand', () => {
  const following = { ...params, cloud: CloudParams.parse({ recording: 'continue' }) };

  it('is found where it was begun, and not begun anew', async () => {
    await make(engineWith(), undefined, following);
    expect(asked).toEqual([`see ${run}`, `sound ${run}`]);
  });

  it('is told of where it was not', async () => {
    looks = ['not_found'];
    await expect(make(engineWith(), undefined, following)).rejects.toMatchObject({
      code: 'cloud_no_recording',
    });
  });
});

describe('a sound', () => {
  it('is fetched once, and then played from the copy', async () => {
    const engine = engineWith();
    await all(engine.play(asset, brief, params));
    await all(engine.play(asset, brief, params));
    expect(asked).toEqual([`sound ${run}`]);
    expect([...copies.keys()]).toEqual([run]);
  });

  it('is played where no copy can be kept', async () => {
    const fails = () => Promise.reject(new Error('scripted'));
    const updates = await all(engineWith({ copies: { get: fails, put: fails } }).play(asset, brief, params));
    expect(updates.at(-1)).toMatchObject({ type: 'finished' });
  });

  it.each([
    [SECONDS - 0.9, false],
    [SECONDS - 1.1, true],
  ])('of %s s in place of 5 is warned of: %s', async (length, isWarned) => {
    const engine = engineWith({ decode: async () => glides(length, 1000) });
    const updates = await all(engine.play(asset, brief, params));
    expect(updates.some((one) => one.type === 'warning' && one.warning === 'silence')).toBe(isWarned);
  });
});
