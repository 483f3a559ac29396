import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRanges } from './address-ranges.ts';
import { clientAddress, clientProtocol } from './client.ts';

const PROXIES = parseRanges('10.0.0.0/8,fd00::/8')!;

function asked(remoteAddress: string, headers: Record<string, string>): IncomingMessage {
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}
const from = (remoteAddress: string, forwarded: string) =>
  clientAddress(asked(remoteAddress, { 'x-forwarded-for': forwarded }), PROXIES);

test.each([
  ['::ffff:192.0.2.9', '', '192.0.2.9'],
  ['10.0.0.7', '', '10.0.0.7'],
  ['10.0.0.7', '192.0.2.1', '192.0.2.1'],
  ['::ffff:10.0.0.7', '192.0.2.1', '192.0.2.1'],
  ['fd00::7', '2001:db8::1', '2001:db8::1'],
  ['10.0.0.7', '192.0.2.1, 10.0.0.8', '192.0.2.1'],
  ['10.0.0.7', '192.0.2.1:4711', '192.0.2.1'],
  ['10.0.0.7', '[2001:db8::1]:4711', '2001:db8::1'],
  ['10.0.0.7', '192.0.2.1, unknown', '10.0.0.7'],
])('from %s, said to ask for "%s": %s', (remote, forwarded, address) => {
  expect(from(remote, forwarded)).toBe(address);
});

test('case 20: a forged X-Forwarded-For changes nothing, sent to the server itself or through a proxy', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (parts) => {
      const forged = parts.join(',');
      expect(from('192.0.2.66', forged)).toBe('192.0.2.66');
      expect(from('10.0.0.7', `${forged}, 192.0.2.66`)).toBe('192.0.2.66');
      expect(clientAddress(asked('10.0.0.7', { 'x-forwarded-for': forged }))).toBe('10.0.0.7');
    }),
  );
});

test.each([
  [{}, 'http'],
  [{ 'x-forwarded-proto': 'https' }, 'https'],
  [{ 'x-forwarded-proto': 'HTTPS, http' }, 'https'],
  [{ 'x-forwarded-proto': 'http, https' }, 'http'],
  [{ 'x-forwarded-proto': 'javascript:' }, 'http'],
])('%o came by %s', (headers, protocol) => {
  expect(clientProtocol(asked('10.0.0.7', headers as Record<string, string>))).toBe(protocol);
});
