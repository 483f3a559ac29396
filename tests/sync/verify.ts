import { decodeFeedback, decodePreferences, encodeRun } from '../../src/lib/core/wire/records.ts';
import type { LocalStore } from '../../src/lib/store/store.ts';
import type { Device } from './device.ts';
import { copyOf } from './server-copy.ts';
import { outboxOf, recordsOf, standOf, type World } from './world.ts';

const EVERYTHING = { emotion: null, text: '' };

/** What somebody has, as text, wherever it lies. */
interface Holdings {
  /** By id. */
  runs: Map<string, string>;
  /** What was said, by the id of its run. */
  feedback: Map<string, string>;
  /** Null where none were ever stated. */
  preferences: string | null;
}

/** @returns everything that is wrong with how a history ended. */
export async function faultsOf(world: World): Promise<string[]> {
  const faults: string[] = [];
  for (const user of world.users) {
    const kept = await onServer(world, user);
    faults.push(...against(world, user, kept));
    for (const [i, device] of world.devices.entries()) {
      const store = device.store(user);
      const name = `${user} on device ${i}`;
      faults.push(
        ...differences(name, kept, await onDevice(store)),
        ...(await leftOver(world, name, device, user)),
      );
    }
  }
  for (const [i, device] of world.devices.entries()) {
    const owner = `nobody on ${i}`;
    const { runs } = await onDevice(device.store(null));
    faults.push(...differencesOf(`runs of ${owner}`, world.oracle.expected(owner), runs));
  }
  return faults;
}

/** What the server has, against what people did. */
function against({ oracle }: World, user: string, { runs, feedback, preferences }: Holdings): string[] {
  const expected = oracle.expected(user);
  const certain = new Map([...runs].filter(([id]) => !oracle.uncertain.has(id)));
  const faults = differencesOf(`runs of ${user} on the server`, expected, certain);
  for (const id of expected.keys()) {
    const fault = oracle.fault(id, feedback.get(id) ?? null, user);
    if (fault !== null) faults.push(`feedback of ${id}: ${fault}`);
  }
  const fault = oracle.fault(user, preferences, user);
  return fault === null ? faults : [...faults, `preferences of ${user}: ${fault}`];
}

async function onServer({ database }: World, user: string): Promise<Holdings> {
  const { rows } = await copyOf(database, user);
  const live = rows.flatMap(({ kind, id, body }) => (body === null ? [] : [{ kind, id, body }]));
  const stated = live.find(({ kind }) => kind === 'preferences');
  return {
    runs: new Map(live.filter(({ kind }) => kind === 'run').map(({ id, body }) => [id, body])),
    feedback: new Map(
      live
        .filter(({ kind }) => kind === 'feedback')
        .map(({ id, body }) => [id, decodeFeedback(body)!.comment]),
    ),
    preferences: stated === undefined ? null : (decodePreferences(stated.body)!.avoid[0] ?? ''),
  };
}

async function onDevice(store: LocalStore): Promise<Holdings> {
  const { sessions } = await store.page(EVERYTHING, null, 10_000);
  const records = await recordsOf(store);
  const runs = new Map(sessions.map((session) => [session.id, encodeRun(session)]));
  for (const { kind, id, unread } of records) if (kind === 'run' && unread) runs.set(id, unread.body);
  const stated = records.some(({ kind }) => kind === 'preferences');
  return {
    runs,
    feedback: new Map(
      sessions.flatMap(({ id, feedback }) => (feedback === null ? [] : [[id, feedback.comment]])),
    ),
    preferences: stated ? ((await store.preferences()).avoid[0] ?? '') : null,
  };
}

function differences(name: string, server: Holdings, device: Holdings): string[] {
  const poisonless = new Map([...device.runs].filter(([, body]) => !body.includes('poison')));
  const faults = [
    ...differencesOf(`runs of ${name}`, server.runs, poisonless),
    ...differencesOf(`feedback of ${name}`, server.feedback, device.feedback),
  ];
  if (server.preferences === device.preferences) return faults;
  return [...faults, `preferences of ${name}: ${device.preferences}, on the server ${server.preferences}`];
}

function differencesOf(name: string, right: Map<string, string>, wrong: Map<string, string>): string[] {
  const missing = [...right.keys()].filter((id) => !wrong.has(id));
  const extra = [...wrong.keys()].filter((id) => !right.has(id));
  const other = [...right].filter(([id, body]) => wrong.has(id) && wrong.get(id) !== body);
  return [
    ...missing.map((id) => `${name}: ${id} is missing`),
    ...extra.map((id) => `${name}: ${id} should not be there`),
    ...other.map(([id, body]) => `${name}: ${id} is ${wrong.get(id)}, not ${body}`),
  ];
}

/** Nothing waits for ever, and what no server takes is told. */
async function leftOver(
  { oracle, devices, database }: World,
  name: string,
  device: Device,
  user: string,
): Promise<string[]> {
  const store = device.store(user);
  const waiting = await outboxOf(store);
  const dead = new Map((await store.deadLetters.all()).map(({ id, reason }) => [id, reason as string]));
  const here = `${user} ${devices.indexOf(device)}`;
  const poisons = [...oracle.poisons].filter(([, where]) => where === here);
  const { cursor, repull } = await standOf(store);
  const { counter } = await copyOf(database, user);
  const isBehind = repull !== null || cursor > (counter?.seq ?? 0);
  return [
    ...waiting.map(({ kind, id }) => `${name}: ${kind} ${id} waits`),
    ...differencesOf(`refused of ${name}`, new Map(poisons.map(([id]) => [id, 'malformed'])), dead),
    ...(isBehind ? [`${name} stands at ${cursor} of ${counter?.seq}`] : []),
  ];
}
