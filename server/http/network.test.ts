import { expect, test } from 'vitest';
import { networkDigest, networkOf } from './network.ts';

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2::1', '2001:db8:1:2'],
  ['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2'],
  ['', ''],
])('%s counts as %s', (given, network) => {
  expect(networkOf(given)).toBe(network);
});

test('a digest is the same for the whole network, and does not show it', () => {
  expect(networkDigest('2001:db8:1:2::1')).toBe(networkDigest('2001:db8:1:2:3::4'));
  expect(networkDigest('2001:db8:1:2::1')).not.toBe(networkDigest('2001:db8:1:3::1'));
  expect(networkDigest('192.0.2.1')).toMatch(/^[A-Za-z0-9_-]{43}$/);
});
