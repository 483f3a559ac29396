import type { Variables } from './values.ts';

/** What SvelteKit's own server would read; this one decides it otherwise. */
const OTHERWISE: Record<string, string> = {
  ADDRESS_HEADER: 'name your proxies in TRUSTED_PROXIES',
  XFF_DEPTH: 'name your proxies in TRUSTED_PROXIES',
  PROTOCOL_HEADER: 'say in ORIGIN what people open',
  HOST_HEADER: 'say in ORIGIN what people open',
  PORT_HEADER: 'say in ORIGIN what people open',
  SOCKET_PATH: 'PORT and HOST say where it serves',
};

/** Shorter names have too many neighbours: HOME is two letters from HOST. */
const LONG = 9;
/** Letters that may be wrong, missing or too many. */
const SLIPS = 3;

/**
 * What is set but would not be read, though it seems to be meant for Attune.
 * @param known the names that are read
 * @returns a line for each
 */
export function unread(set: Variables, known: readonly string[]): string[] {
  return Object.keys(set).flatMap((name) => {
    if (known.includes(name)) return [];
    if (name in OTHERWISE) return [`${name} is set, but Attune does not read it: ${OTHERWISE[name]}.`];
    const meant = known.find((one) => set[one] === undefined && isSlip(name, one));
    return meant === undefined ? [] : [`${name} is set, but Attune does not know it: is it ${meant}?`];
  });
}

function isSlip(name: string, known: string): boolean {
  const [a, b] = [name, known].map((one) => one.toUpperCase().replaceAll(/[-_]/g, ''));
  if (a === b) return true;
  const isLong = Math.min(name.length, known.length) >= LONG;
  return isLong && Math.abs(a!.length - b!.length) <= SLIPS && distance(a!, b!) <= SLIPS;
}

/** Letters to change, drop or add to make one word of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
