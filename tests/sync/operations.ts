/** What can happen in a history. Everything is drawn in numbers, so that a history that fails can be made smaller. */
import fc from 'fast-check';
import { FATES, type Fate } from './network.ts';

export const DEVICES = 3;
export const TABS = 2;
const YEAR = 365 * 24 * 3600 * 1000;
const OFFSETS = [0, 10 * YEAR, -10 * YEAR, 3 * 60_000, -YEAR];

export type Operation = { at: number; tab: number } & (
  | { type: 'make' | 'prefer' | 'poison' | 'future' | 'claim'; writes: number | null }
  | { type: 'rate' | 'remove'; which: number; writes: number | null }
  | { type: 'clear' | 'sign-out' | 'deliver' | 'sync-all' | 'backup' | 'restore' | 'purge' }
  | { type: 'clock'; offset: number }
  | { type: 'sign-in'; user: number }
  | { type: 'sync'; fates: Fate[]; meanwhile: number; writes: number | null; limit: number }
);

export interface Script {
  offsets: number[];
  operations: Operation[];
}

const place = { at: fc.nat(DEVICES - 1), tab: fc.nat(TABS - 1) };
/** Mostly, storage does not fail. */
const writes = fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(12) });
const offset = fc.constantFrom(...OFFSETS);
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fate>('fine') },
  { weight: 2, arbitrary: fc.constantFrom(...FATES) },
);

const only = <Type extends string>(...types: Type[]) =>
  fc.record({ ...place, type: fc.constantFrom(...types) });

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ ...place, type: fc.constant('make' as const), writes }) },
  {
    weight: 6,
    arbitrary: fc.record({ ...place, type: fc.constant('rate' as const), which: fc.nat(9), writes }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ ...place, type: fc.constant('remove' as const), which: fc.nat(9), writes }),
  },
  { weight: 3, arbitrary: fc.record({ ...place, type: fc.constant('prefer' as const), writes }) },
  {
    weight: 10,
    arbitrary: fc.record({
      ...place,
      type: fc.constant('sync' as const),
      fates: fc.array(fate, { maxLength: 5 }),
      meanwhile: fc.nat(3),
      writes,
      limit: fc.constantFrom(1, 5, 200),
    }),
  },
  { weight: 2, arbitrary: only('sync-all', 'deliver') },
  { weight: 1, arbitrary: only('clear', 'backup', 'restore', 'purge', 'purge') },
  { weight: 1, arbitrary: only('sign-out') },
  { weight: 1, arbitrary: fc.record({ ...place, type: fc.constant('clock' as const), offset }) },
  {
    weight: 2,
    arbitrary: fc.record({ ...place, type: fc.constant('sign-in' as const), user: fc.nat(1) }),
  },
  { weight: 2, arbitrary: fc.record({ ...place, type: fc.constant('claim' as const), writes }) },
  { weight: 1, arbitrary: fc.record({ ...place, type: fc.constantFrom('poison', 'future'), writes }) },
);

export const anyScript: fc.Arbitrary<Script> = fc.record({
  offsets: fc.array(offset, { minLength: DEVICES, maxLength: DEVICES }),
  operations: fc.array(operation, { minLength: 10, maxLength: 40, size: 'max' }),
});
