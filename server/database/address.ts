import type { ConnectionOptions } from 'mysql2';

/** Where a database is, and as whom to open it. */
export type Address = Pick<
  ConnectionOptions,
  'host' | 'port' | 'socketPath' | 'user' | 'password' | 'database' | 'ssl'
>;

/**
 * Reads `mysql://user:password@host:3306/name`. `?ssl=true` asks for TLS with a certificate that Node trusts,
 * `?socket=/path` for a Unix socket in place of host and port.
 * @returns null where it is no such address
 */
export function parseAddress(text: string): Address | null {
  const url = URL.parse(text);
  const database = url && decode(url.pathname.slice(1));
  if (url?.protocol !== 'mysql:' || url.hostname === '' || !database) return null;
  const { ssl, socket, ...unknown } = Object.fromEntries(url.searchParams);
  if (Object.keys(unknown).length > 0 || ![undefined, 'true', 'false'].includes(ssl)) return null;
  const [user, password] = [decode(url.username), decode(url.password)];
  if (user === null || password === null) return null;
  return {
    ...(socket ? { socketPath: socket } : { host: url.hostname, port: Number(url.port || 3306) }),
    user,
    password,
    database,
    ...(ssl === 'true' && { ssl: {} }),
  };
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
