import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Who has one address of IPv6 has the 2^64 beside it. An IPv4 address is one, however it is written. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const plain = ipaddr.process(address).toNormalizedString();
  return isIPv6(plain) ? plain.split(':').slice(0, 4).join(':') : plain;
}

/** Names a network in a table that does not say whose it is. @returns 43 characters of base 64 */
export function networkDigest(address: string): string {
  return createHash('sha256').update(networkOf(address)).digest('base64url');
}
