import { and, eq, gt, gte, like, lt, or, sql, type SQL } from 'drizzle-orm';
import { systemLogs } from '../../drizzle/schema.ts';
import type { LogKey, LogPage, LogQuery } from '../../src/lib/core/wire/admin.ts';
import type { Queries } from '../database/database.ts';
import { inOrder, past } from './past.ts';

const KEY = [systemLogs.at, systemLogs.id] as const;

/** Lines that a word is looked for in at a time: no index helps there. */
const SEARCHED = 20_000;

/**
 * Reads a page of the log, the newest lines first. Lines that were there when the first page was read are read once each;
 * of those that come later, none is read twice.
 * @param searched lines that a word is looked for in
 */
export async function readLogs(queries: Queries, query: LogQuery, searched = SEARCHED): Promise<LogPage> {
  const { word, limit } = query;
  const within = and(...filters(query));
  const floor = word === undefined ? null : await endOfSearch(queries, within, searched);
  const found = await queries
    .select()
    .from(systemLogs)
    .where(and(within, given(floor ?? undefined, notPast), given(word, containing)))
    .orderBy(...inOrder(KEY, 'falling'))
    .limit(limit + 1);
  const lines = found.slice(0, limit).map(({ at, ...line }) => ({ ...line, at: at.getTime() }));
  const last = found.length > limit ? lines.at(-1)! : floor;
  return { lines, next: last && `${last.at}-${last.id}` };
}

/** @returns what operations there are lines of. The index has them in order: it need not be read from end to end. */
export async function readOperations(queries: Queries): Promise<string[]> {
  const rows = await queries.selectDistinct({ operation: systemLogs.operation }).from(systemLogs);
  return rows.map(({ operation }) => operation);
}

function filters({ operation, status, from, until, request, before }: LogQuery): (SQL | undefined)[] {
  return [
    given(operation, (name) => eq(systemLogs.operation, ascii(name))),
    given(status, (one) => eq(systemLogs.status, one)),
    given(from, (instant) => gte(systemLogs.at, instant)),
    given(until, (instant) => lt(systemLogs.at, instant)),
    given(request, (id) => eq(systemLogs.requestId, id.toLowerCase())),
    given(before, ({ at, id }) => past(KEY, [new Date(at), id], 'falling')),
  ];
}

function given<T>(value: T | undefined, filter: (value: T) => SQL): SQL | undefined {
  return value === undefined ? undefined : filter(value);
}

/** @returns the last line that the search looks at; null where it gets to the end of the log. */
async function endOfSearch(
  queries: Queries,
  within: SQL | undefined,
  searched: number,
): Promise<LogKey | null> {
  const [last] = await queries
    .select({ at: systemLogs.at, id: systemLogs.id })
    .from(systemLogs)
    .where(within)
    .orderBy(...inOrder(KEY, 'falling'))
    .limit(1)
    .offset(searched - 1);
  return last ? { at: last.at.getTime(), id: last.id } : null;
}

/** Down to this line, and with it. */
function notPast({ at, id }: LogKey): SQL {
  const instant = new Date(at);
  return and(gte(systemLogs.at, instant), or(gt(systemLogs.at, instant), gte(systemLogs.id, id)))!;
}

function containing(word: string): SQL {
  const pattern = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const inOperation = like(sql`lower(${systemLogs.operation})`, ascii(pattern.toLowerCase()));
  return or(like(systemLogs.message, pattern), inOperation)!;
}

/** What can't be in a column of ASCII is compared as what is in none: comparing two character sets can fail. */
function ascii(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : '\x01';
}
