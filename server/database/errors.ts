/** Something can't be had now, and may be had later: the database, the bucket, a server that is about to end. A 503. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** What the system says of a server that is not there, or no longer, and mysql2 of a connection that ended. */
const LOST = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
];
const TOO_MANY_CONNECTIONS = 1040;
const TOO_MANY_USER_CONNECTIONS = 1203;
const SERVER_SHUTDOWN = 1053;
const CONNECTION_KILLED = 1927;
const TURNED_AWAY = [TOO_MANY_CONNECTIONS, TOO_MANY_USER_CONNECTIONS, SERVER_SHUTDOWN, CONNECTION_KILLED];

const LOCK_WAIT_TIMEOUT = 1205;
const LOCK_DEADLOCK = 1213;
const CONTENDED = [LOCK_WAIT_TIMEOUT, LOCK_DEADLOCK];
const DUPLICATE_ENTRY = 1062;

/** What mysql2 adds to an error; `errno` is the server's number where the server sent it. */
type DriverError = Error & { code?: string; errno?: number; fatal?: boolean };

/** @returns whether the server went away, is not there, or takes no more connections. */
export function isLost(error: unknown): boolean {
  return causes(error).some(
    ({ code, errno, fatal }) =>
      LOST.includes(code!) || TURNED_AWAY.includes(errno!) || (fatal === true && code === undefined),
  );
}

/** @returns whether two transactions wanted each other's locks, so that this one may well pass if it is tried again. */
export function isContended(error: unknown): boolean {
  return causes(error).some(({ errno }) => CONTENDED.includes(errno!));
}

/** @returns whether there is a row already with what is unique. */
export function isDuplicate(error: unknown): boolean {
  return causes(error).some(({ errno }) => errno === DUPLICATE_ENTRY);
}

/** drizzle wraps what mysql2 throws. */
function causes(error: unknown): DriverError[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}
