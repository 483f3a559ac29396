import { afterEach, expect, test } from 'vitest';
import { connect, type Connection } from '../../rpc/connect.ts';
import { expectStorage } from './contract.testing.ts';
import type { ModelStorage } from './storage.ts';

const FOLDER = `test-${crypto.randomUUID()}`;
const opened: Connection<ModelStorage>[] = [];

function open(): ModelStorage {
  const connection = connect<ModelStorage>(
    () => new Worker(new URL('./opfs-sample.worker.ts', import.meta.url), { type: 'module', name: FOLDER }),
  );
  opened.push(connection);
  return connection.api;
}

afterEach(async () => {
  for (const connection of opened.splice(0)) connection.close();
  await (await navigator.storage.getDirectory()).removeEntry(FOLDER, { recursive: true });
});

test('the private file system is a storage', async () => {
  await expectStorage(open());
});

test('what was written is there for another worker, and outlives the first', async () => {
  const first = open();
  await first.append('model/part', new Uint8Array([1, 2, 3]), 0);
  opened[0]!.close();
  const second = open();
  await second.append('model/part', new Uint8Array([4]), 3);
  const file = await second.open('model/part');
  expect([...new Uint8Array(await file!.arrayBuffer())]).toEqual([1, 2, 3, 4]);
});
