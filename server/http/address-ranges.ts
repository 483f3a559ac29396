import { BlockList, isIP } from 'node:net';

/** As IPv6 sockets name those who come by IPv4. RFC 4291, section 2.5.5.2. */
const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** A set of IP addresses. */
export interface AddressRanges {
  has(address: string): boolean;
}

/**
 * Reads addresses and ranges with commas between: `10.0.0.7, 172.16.0.0/12, fd00::/8`.
 * @returns null where one is none
 */
export function parseRanges(text: string): AddressRanges | null {
  const list = new BlockList();
  for (const part of text.split(',')) {
    const [address = '', bits, ...more] = part.trim().split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : Number(bits);
    const isRange = /^\d+$/.test(bits ?? '0') && prefix <= most && more.length === 0;
    if (version === 0 || !isRange) return null;
    list.addSubnet(address, prefix, family(version));
  }
  return {
    has(address) {
      const version = isIP(address);
      return version !== 0 && list.check(address, family(version));
    },
  };
}

/** @returns the address by its IPv4 name where it has one. */
export function plainAddress(address: string): string {
  return address.replace(MAPPED, '');
}

const family = (version: number) => (version === 4 ? 'ipv4' : 'ipv6');
