import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NAMES, SECRETS } from '../server/env.ts';
import { NODE } from '../server/run.mjs';
import { emptyDatabase } from './database.ts';
import { openWay } from './database-way.ts';
import { startServer } from './server-process.ts';
import { register } from './visitor.ts';

const SOON = { timeout: 60_000 };
/** Nobody's, as far as files go. */
const NOBODY = { uid: 65534, gid: 65534 };

/** What is settled within the container. */
const WITHIN = ['HOST', 'DATA_FOLDER', 'MODEL_FOLDER'];

interface Locked {
  packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
}

/** Lays what the Dockerfile copies into its last stage at `folder`: of node_modules, what is left without development. */
function layImage(folder: string): void {
  const copied = [...readFileSync('Dockerfile', 'utf8').matchAll(/^COPY --from=build \/app\/(\S+) (\S+)$/gm)];
  for (const [, from] of copied) {
    if (from === 'node_modules') layPackages(folder);
    else cpSync(from!, join(folder, from!), { recursive: true });
  }
}

function layPackages(folder: string): void {
  const { packages } = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')) as Locked;
  for (const [path, { dev, devOptional }] of Object.entries(packages)) {
    // What lies in a package comes with it.
    if (dev || devOptional || path.lastIndexOf('node_modules/') > 0) continue;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    symlinkSync(resolve(path), join(folder, path));
  }
}

/** Whether this process may become nobody, and nobody may come where the project lies. */
function canBeNobody(): boolean {
  return process.getuid?.() === 0 && spawnSync(NODE, ['--version'], NOBODY).status === 0;
}

test('what the Dockerfile copies is all that the server needs, as a user who may write nothing but the data', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  layImage(folder);
  const way = await openWay(await emptyDatabase());
  const { port, database } = way.address;
  const server = await startServer(
    {
      DATABASE_URL: `mysql://root@127.0.0.1:${port}/${database}`,
      DATA_FOLDER: join(folder, 'data'),
      NODE_ENV: 'production',
      // A link to a package is that package: what is not linked is not there.
      NODE_OPTIONS: '--preserve-symlinks',
    },
    { cwd: folder, ...(canBeNobody() && NOBODY) },
  );
  onTestFinished(() => server.stop());

  await expect.poll(async () => (await fetch(`${server.url}/api/ready`)).status, SOON).toBe(200);
  const page = await fetch(server.url);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
  expect((await register(server.url)).account.role).toBe('user');
  expect(server.said()).not.toMatch(/error/i);
  server.signal('SIGTERM');
  expect(await server.ended).toEqual([0, null]);
  await way.close();
});

test('compose passes on all that can be set, and holds no secret', () => {
  const compose = readFileSync('compose.yaml', 'utf8');
  const app = /^ {2}app:\n([^]*?)^ {2}database:/m.exec(compose)![1]!;
  const set = [...app.matchAll(/^ {6}([A-Z_0-9]+):(.*)$/gm)].map(([, name, value]) => [name!, value!.trim()]);
  const passed = NAMES.filter((name) => !WITHIN.includes(name));
  expect(set.map(([name]) => name).sort()).toEqual(passed.sort());
  for (const [name, value] of set.filter(([one]) => SECRETS.includes(one!))) {
    expect([name, value!.replace(/\$\{DATABASE_PASSWORD:\?[^}]+\}/, '')]).toEqual([
      name,
      name === 'DATABASE_URL' ? 'mysql://attune:@database:3306/attune' : '',
    ]);
  }
  expect(compose).toMatch(/MYSQL_PASSWORD: \$\{DATABASE_PASSWORD:\?\}/);
});
