import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findServerBinary } from './server-binary.ts';

/** A folder of programs that say nothing but this. */
function programs(said: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'attune-programs-'));
  for (const [name, text] of Object.entries(said)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${text}"\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const MARIADB = 'mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)';
const MYSQL = 'mysqld  Ver 8.0.44 for Linux on x86_64 (MySQL Community Server - GPL)';

test('none is found where none is installed', async () => {
  expect(await findServerBinary([programs({}), '/no/such/folder'])).toBeNull();
  expect(await findServerBinary([programs({ mariadbd: MARIADB })]), 'without its installer').toBeNull();
});

test.each([
  ['mariadbd', 'mariadb-install-db'],
  ['mysqld', 'mysql_install_db'],
])('MariaDB is found as %s, with %s', async (server, installer) => {
  const folder = programs({ [server]: MARIADB, [installer]: '' });
  const binary = (await findServerBinary(['/no/such/folder', folder]))!;
  const create = binary.create('/data/files');
  expect(create.slice(0, 2)).toEqual([join(folder, installer), '--no-defaults']);
  expect(create).toContain('--auth-root-authentication-method=normal');
  const serve = binary.serve('/data/files', '/data/socket', '/data/pid');
  expect(serve.slice(0, 2)).toEqual([join(folder, server), '--no-defaults']);
  expect(serve).toContain('--skip-networking');
});

test('MySQL makes its files itself, and opens no second socket', async () => {
  const folder = programs({ mysqld: MYSQL });
  const binary = (await findServerBinary([folder]))!;
  const create = binary.create('/data/files');
  expect(create.slice(0, 3)).toEqual([join(folder, 'mysqld'), '--no-defaults', '--initialize-insecure']);
  const serve = binary.serve('/data/files', '/data/socket', '/data/pid');
  expect(serve).toEqual(
    expect.arrayContaining(['--skip-networking', '--mysqlx=OFF', '--socket=/data/socket']),
  );
});
