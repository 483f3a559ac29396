import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { plainAddress, type AddressRanges } from './address-ranges.ts';

/** An address as proxies write it, with a port or without: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const WITH_PORT = /^(?:\[(?<six>[^\]]+)\]|(?<four>[\d.]+))(?::\d+)?$/;
const NOBODY: AddressRanges = { has: () => false };

/**
 * Who asks: the address that the connection came from or, where that is a proxy which is trusted, the one it came to the
 * proxy from. Nobody else is believed, so that nobody chooses the address that limits count for.
 */
export function clientAddress({ socket, headers }: IncomingMessage, trusted: AddressRanges = NOBODY): string {
  let address = plainAddress(socket.remoteAddress ?? '');
  const said = String(headers['x-forwarded-for'] ?? '').split(',');
  while (said.length > 0 && trusted.has(address)) {
    const before = withoutPort(said.pop()!);
    if (before === null) break;
    address = before;
  }
  return address;
}

/**
 * What the client spoke. Proxies list a protocol each, the client's first. Whoever says so without a proxy gets cookies
 * that their own browser does not keep.
 */
export function clientProtocol({ headers }: IncomingMessage): 'http' | 'https' {
  const [first = ''] = String(headers['x-forwarded-proto'] ?? '').split(',');
  return first.trim().toLowerCase() === 'https' ? 'https' : 'http';
}

/** @returns null where it is no address */
function withoutPort(text: string): string | null {
  const written = text.trim();
  const { six, four } = WITH_PORT.exec(written)?.groups ?? {};
  const address = plainAddress(six ?? four ?? written);
  return isIP(address) === 0 ? null : address;
}
