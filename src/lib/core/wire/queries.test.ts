import { expect, test } from 'vitest';
import { LogKey } from './admin.ts';
import { HistoryQuery } from './history.ts';
import { LAST_INSTANT } from './last-instant.ts';

const id = 'b011f49c-ebf2-4565-a678-c4cdcad1172b';

test('an instant that no database holds is refused where it comes in', () => {
  expect(new Date(LAST_INSTANT).toISOString()).toBe('9999-12-31T23:59:59.999Z');
  const page = (startedAt: number) => HistoryQuery.safeParse({ startedAt: String(startedAt), id }).success;
  const line = (at: number) => LogKey.safeParse(`${at}-1`).success;
  expect([page(LAST_INSTANT), page(LAST_INSTANT + 1)]).toEqual([true, false]);
  expect([line(LAST_INSTANT), line(LAST_INSTANT + 1)]).toEqual([true, false]);
});
