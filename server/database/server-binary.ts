import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

type Command = [program: string, ...args: string[]];

/** An installed MariaDB or MySQL server, and how it wants to be called. */
export interface ServerBinary {
  /** Fills an empty folder with what a server begins with: one account, root, without a password. */
  create(files: string): Command;
  /** Serves those files over a Unix socket, and nothing else. */
  serve(files: string, socket: string, pidFile: string): Command;
}

/** Packages put servers where the PATH of a user does not lead. */
const FOLDERS = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/local/mysql/bin',
  '/opt/homebrew/bin',
  '/usr/libexec',
];

/** @returns the server that is installed in one of the folders, or null where there is none. */
export async function findServerBinary(folders = FOLDERS): Promise<ServerBinary | null> {
  const server = await find(['mariadbd', 'mysqld'], folders);
  if (server === null) return null;
  const { stdout } = await promisify(execFile)(server, ['--no-defaults', '--version']);
  if (!stdout.includes('MariaDB')) return mysql(server);
  const installer = await find(['mariadb-install-db', 'mysql_install_db'], folders);
  return installer === null ? null : mariadb(server, installer);
}

async function find(names: string[], folders: string[]): Promise<string | null> {
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

const mariadb = (server: string, installer: string): ServerBinary => ({
  create: (files) => [
    installer,
    '--no-defaults',
    `--datadir=${files}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
    ...asRoot(),
  ],
  serve: (...where) => [server, ...common(...where)],
});

const mysql = (server: string): ServerBinary => ({
  create: (files) => [server, '--no-defaults', '--initialize-insecure', `--datadir=${files}`, ...asRoot()],
  // The X plugin has a socket of its own, and the folder of `secure-file-priv` need not be there.
  serve: (...where) => [server, ...common(...where), '--mysqlx=OFF', '--secure-file-priv=NULL'],
});

const common = (files: string, socket: string, pidFile: string): string[] => [
  '--no-defaults',
  `--datadir=${files}`,
  `--socket=${socket}`,
  `--pid-file=${pidFile}`,
  '--skip-networking',
  '--skip-log-bin',
  '--performance-schema=OFF',
  ...asRoot(),
];

/** Both refuse to run as root unless they are told to. */
const asRoot = (): string[] => (process.getuid?.() === 0 ? ['--user=root'] : []);
