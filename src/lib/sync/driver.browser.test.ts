import { afterEach, describe, expect, it, vi } from 'vitest';
import { AttuneError } from '../core/errors.ts';
import type { Outgoing, Place, Replica } from '../core/replica.ts';
import type { Push, PushItem } from '../core/wire/sync.ts';
import type { ServerApi } from '../runtime/server-api.ts';
import { backOff } from './back-off.ts';
import { createDriver, type Driver } from './driver.ts';
import { inTurn } from './turns.ts';

const EPOCH = crypto.randomUUID();
const CLIENT = crypto.randomUUID();
const drivers: Driver[] = [];

afterEach(() => drivers.splice(0).forEach((driver) => driver.stop()));

const item = (): PushItem => ({
  ...{ id: crypto.randomUUID(), kind: 'run', schemaVersion: 1, body: '{}' },
  version: { time: 1, client: CLIENT },
});

/** A device that keeps nothing but what waits. */
function deviceWith(...items: PushItem[]): Replica & { items: PushItem[]; settled: Outgoing[] } {
  const place: Place = { epoch: EPOCH, cursor: 0, floor: 0, round: 0 };
  const device = {
    items,
    settled: [] as Outgoing[],
    place: async () => place,
    outgoing: async () => ({ client: CLIENT, items: [...device.items], from: place }),
    take: async () => ({ isTaken: true, isChanged: false }),
    restart: async () => ({ isTaken: true, isChanged: false }),
    settle: async (pushed: Outgoing) => {
      device.settled.push(pushed);
      device.items = device.items.filter(({ id }) => !pushed.items.some((one) => one.id === id));
      return { isTaken: true, isChanged: false };
    },
  };
  return device;
}

/** A server that takes everything. @param onPush what happens before it answers a push; it may throw */
function serverWith(onPush: (push: Push) => Promise<void> | void): ServerApi {
  return async (path, schema, { body } = {}) => {
    if (path.endsWith('pull')) {
      return schema.parse({ type: 'pulled', epoch: EPOCH, rows: [], cursor: 0, more: false });
    }
    await onPush(body as Push);
    const outcomes = (body as Push).items.map(() => ({ outcome: 'duplicate' }));
    return schema.parse({ type: 'pushed', epoch: EPOCH, outcomes });
  };
}

function drive(replica: Replica, api: ServerApi, user = crypto.randomUUID()) {
  const onSettled = vi.fn();
  const onChange = vi.fn();
  const driver = createDriver({ user, replica, api, onSettled, onChange });
  drivers.push(driver);
  return { driver, onSettled, onChange };
}

describe('driver', () => {
  it('pushes what waits at once, and again whenever something was written', async () => {
    const device = deviceWith(item());
    const { driver, onSettled } = drive(
      device,
      serverWith(() => undefined),
    );
    await vi.waitFor(() => expect(onSettled).toHaveBeenCalled());
    expect(device.items).toEqual([]);
    device.items = [item()];
    driver.wrote();
    await vi.waitFor(() => expect(device.settled).toHaveLength(2));
    expect(driver.problem).toBeNull();
  });

  it('waits longer and longer while the server is away, and tries at once when the device is online again', async () => {
    const device = deviceWith(item());
    let isAway = true;
    const push = vi.fn(() => {
      if (isAway) throw new AttuneError('offline');
    });
    const { driver } = drive(device, serverWith(push));
    await vi.waitFor(() => expect(driver.problem?.code).toBe('offline'));
    // What is written meanwhile does not hurry it.
    driver.wrote();
    expect(push).toHaveBeenCalledTimes(1);
    isAway = false;
    window.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(device.items).toEqual([]));
    await vi.waitFor(() => expect(driver.problem).toBeNull());
  });

  it('keeps what waits where the server does not know this browser any more', async () => {
    const device = deviceWith(item());
    const refuse = (): never => {
      throw new AttuneError('signed_out');
    };
    const { driver } = drive(device, serverWith(refuse));
    await vi.waitFor(() => expect(driver.problem?.code).toBe('signed_out'));
    expect(device.items).toHaveLength(1);
  });

  it('case 7: another user logs in mid-push: nothing comes of the answer, and what waits goes on waiting', async () => {
    const device = deviceWith(item());
    const pushed = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const api = serverWith(async () => {
      pushed.resolve();
      await answer.promise;
    });
    const { driver, onSettled, onChange } = drive(device, api);
    await pushed.promise;
    driver.stop();
    answer.resolve();
    await answer.promise;
    // The next one has its turn as soon as the first has let go.
    const next = deviceWith(item());
    drive(
      next,
      serverWith(() => undefined),
    );
    await vi.waitFor(() => expect(next.items).toEqual([]));
    expect(device.settled).toEqual([]);
    expect(device.items).toHaveLength(1);
    expect(onSettled).not.toHaveBeenCalled();
    expect(onChange).not.toHaveBeenCalled();
  });

  it('case 6: of two tabs one is killed holding the lock: the other pushes', async () => {
    const user = crypto.randomUUID();
    const source = `navigator.locks.request('attune-sync-${user}', () => { postMessage(0); return new Promise(() => {}); });`;
    const tab = new Worker(URL.createObjectURL(new Blob([source])));
    await new Promise((resolve) => (tab.onmessage = resolve));
    const device = deviceWith(item());
    drive(
      device,
      serverWith(() => undefined),
      user,
    );
    await vi.waitFor(async () => {
      const { pending = [] } = await navigator.locks.query();
      expect(pending.some(({ name }) => name === `attune-sync-${user}`)).toBe(true);
    });
    expect(device.items).toHaveLength(1);
    tab.terminate();
    await vi.waitFor(() => expect(device.items).toEqual([]));
  });

  it('tells other tabs that something was written', async () => {
    const user = crypto.randomUUID();
    const api = serverWith(() => undefined);
    const [mine, other] = [drive(deviceWith(), api, user), drive(deviceWith(), api, user)];
    mine.driver.wrote();
    await vi.waitFor(() => expect(other.onChange).toHaveBeenCalled());
    expect(mine.onChange).not.toHaveBeenCalled();
  });
});

describe('case 6: turns', () => {
  it('does not wait for ever for a tab that is frozen with the lock', async () => {
    const name = crypto.randomUUID();
    const over = Promise.withResolvers<void>();
    const frozen = navigator.locks.request(name, () => over.promise);
    expect(await inTurn(name, new AbortController().signal, () => Promise.resolve(7), 10)).toBe(7);
    over.resolve();
    await frozen;
  });

  it('stops waiting when it is told to, and passes on what fails', async () => {
    const name = crypto.randomUUID();
    const over = Promise.withResolvers<void>();
    const held = navigator.locks.request(name, () => over.promise);
    const stop = new AbortController();
    const waiting = inTurn(name, stop.signal, () => Promise.resolve(7));
    stop.abort(new AttuneError('cancelled'));
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    over.resolve();
    await held;
    const failing = inTurn(name, new AbortController().signal, () =>
      Promise.reject(new AttuneError('offline')),
    );
    await expect(failing).rejects.toMatchObject({ code: 'offline' });
  });
});

it('backs off twice as long each time, up to minutes, each device its own time, and no less than asked', () => {
  expect(backOff(1, 0, 0)).toBe(500);
  expect(backOff(1, 0, 1)).toBe(1000);
  expect(backOff(4, 0, 0)).toBe(4000);
  expect(backOff(50, 0, 1)).toBe(300_000);
  expect(backOff(1, 60, 0)).toBe(60_000);
});
