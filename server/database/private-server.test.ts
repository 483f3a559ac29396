import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { installedServer } from '../../tests/database.ts';
import { NODE } from '../run.mjs';
import { Database } from './database.ts';
import { PrivateServer } from './private-server.ts';
import { isRunning } from './server-process.ts';

const root = mkdtempSync(join(tmpdir(), 'attune-private-'));
const folder = join(root, 'mysql');
afterAll(() => rmSync(root, { recursive: true }));

const binary = await installedServer();
const failures: string[] = [];
const servers: PrivateServer[] = [];
async function open(path = folder): Promise<PrivateServer> {
  const server = await PrivateServer.open(binary, path, (message) => failures.push(message));
  servers.push(server);
  return server;
}

const pid = (path = folder) => Number(readFileSync(join(path, 'pid'), 'utf8'));
const inTheEnd = <T>(look: () => T) => vi.waitFor(look, { timeout: 60_000 });

/** Another app on the same folder. */
interface App {
  /** Ends it as Ctrl-C does, and waits until it is over. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const apps: ChildProcess[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) app.kill('SIGKILL');
  if (existsSync(join(folder, 'pid'))) await open();
  for (const server of servers.splice(0)) await server.stop();
  expect(failures).toEqual([]);
});

/** Starts an app. @returns it once its database answers */
async function startApp(): Promise<App> {
  const script = `
    import { findServerBinary } from './server/database/server-binary.ts';
    import { PrivateServer } from './server/database/private-server.ts';
    const server = await PrivateServer.open(await findServerBinary(), process.argv[1], console.error);
    console.log('open');
    process.stdin.on('data', () => {}).on('end', () => server.stop());`;
  const app = spawn(NODE, ['--input-type=module', '--eval', script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  apps.push(app);
  const exit = once(app, 'exit');
  const opened = once(createInterface(app.stdout), 'line');
  expect(await Promise.race([opened, exit])).toEqual(['open']);
  return {
    async stop() {
      app.stdin.end();
      expect(await exit).toEqual([0, null]);
    },
    async kill() {
      app.kill('SIGKILL');
      await exit;
    },
  };
}

test('apps that start at once on an empty folder share one server, and whoever is left goes on with it', async () => {
  const [one, two] = await Promise.all([startApp(), startApp()]);
  expect(existsSync(join(folder, 'files.new'))).toBe(false);
  const first = pid();

  // A third that joins does not end it.
  const third = await open();
  await third.stop();
  expect(isRunning(first)).toBe(true);

  await one.stop();
  await inTheEnd(() => expect(isRunning(pid())).toBe(true));
  await two.stop();
  await inTheEnd(() => expect(existsSync(join(folder, 'pid'))).toBe(false));
  expect(isRunning(first)).toBe(false);
});

test('one that a killed app left is taken over', async () => {
  const app = await startApp();
  const left = pid();
  await app.kill();
  expect(isRunning(left)).toBe(true);

  const server = await open();
  expect(pid()).toBe(left);
  await server.stop();
  expect(isRunning(left)).toBe(false);
});

test('an app that ends in the middle of things ends its server too', async () => {
  const script = `
    import { openDatabase } from './server/database/open.ts';
    import { readEnv } from './server/env.ts';
    await openDatabase(readEnv(process.env), console.error);
    process.exit(7);`;
  const app = spawn(NODE, ['--input-type=module', '--eval', script], {
    env: { ...process.env, DATABASE_URL: '', DATA_FOLDER: root },
    stdio: 'inherit',
  });
  expect(await once(app, 'exit')).toEqual([7, null]);
  await inTheEnd(() => expect(existsSync(join(folder, 'pid'))).toBe(false));
});

test('case 14: one that dies is started again, and the app goes on', async () => {
  const server = await open();
  const database = new Database(await server.createDatabase('attune'), { patience: 60_000 });
  const write = (value: number) =>
    database.use((queries) => queries.execute(sql`insert into kept (value) values (${value})`));
  await database.use((queries) => queries.execute(sql`create table kept (value int)`));
  await write(1);
  const first = pid();
  process.kill(first, 'SIGKILL');
  await inTheEnd(() => expect(isRunning(first)).toBe(false));
  await write(2);
  expect(pid()).not.toBe(first);
  const [rows] = await database.use((queries) => queries.execute(sql`select value from kept`));
  expect(rows).toEqual([{ value: 1 }, { value: 2 }]);
  await database.close();
  await server.stop();
});

test('nobody else can open it: a socket in a folder of this user, and no port', async () => {
  chmodSync(folder, 0o777);
  const server = await open();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const database = new Database(await server.createDatabase('attune'));
  const [rows] = await database.use((queries) =>
    queries.execute(sql`select @@skip_networking as closed, @@socket as socket, @@tmpdir as tmpdir`),
  );
  expect(rows).toEqual([{ closed: 1, socket: join(folder, 'socket'), tmpdir: join(folder, 'tmp') }]);
  await database.close();
  await server.stop();
});

test('where the path is too long for a socket, it lies with the temporary files, as private', async () => {
  const deep = join(root, 'a'.repeat(80), 'mysql');
  mkdirSync(deep, { recursive: true });
  cpSync(join(folder, 'files'), join(deep, 'files'), { recursive: true });
  const server = await open(deep);
  const { socketPath } = await server.createDatabase('attune');
  expect(socketPath!.length).toBeLessThanOrEqual(103);
  expect(statSync(dirname(socketPath!)).mode & 0o777).toBe(0o700);
  await server.stop();

  chmodSync(dirname(socketPath!), 0o755);
  await expect(open(deep)).rejects.toThrow('must be a folder that only this user can open');
  rmSync(dirname(socketPath!), { recursive: true });
});

test('one that can not start says why, in the words of its own log', async () => {
  const broken = join(root, 'broken');
  mkdirSync(join(broken, 'files'), { recursive: true });
  await expect(open(broken)).rejects.toThrow(
    /^The private database did not start: it ended \(exit code \d+\)\. Its log, .*broken\/log, ends with\n.*ERROR/s,
  );
  // The lock is free: whoever mends it need not restart what else waits.
  rmSync(join(broken, 'files'), { recursive: true });
  cpSync(join(folder, 'files'), join(broken, 'files'), { recursive: true });
  await (await open(broken)).stop();
});

test('an installation that fails leaves nothing behind that would be taken for a database', async () => {
  const unmade = join(root, 'unmade');
  const failing = { ...binary, create: (files: string) => ['ls', `${files}/missing`] as [string, string] };
  await expect(PrivateServer.open(failing, unmade, () => {})).rejects.toThrow(
    /^The files of the database could not be created: .*No such file or directory/s,
  );
  expect(existsSync(join(unmade, 'files'))).toBe(false);
});
