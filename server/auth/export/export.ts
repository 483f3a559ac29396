/**
 * Everything that is kept of a user, as a zip that is made while it is sent: a guide, a file of JSON for each table, one
 * for each recipe, and the sounds that have none. What only the server knows of a user is in it too, except for what
 * signs them in.
 */
import { makeZip } from 'client-zip';
import type { assets } from '../../../drizzle/schema.ts';
import { fileName } from '../../assets/answer.ts';
import { shelfOf } from '../../assets/open.ts';
import type { Database } from '../../database/database.ts';
import type { Account } from '../../../src/lib/core/wire/account.ts';
import { ownedTables, type OwnedTable } from '../owned-tables.ts';
import { GUIDE } from './guide.ts';
import { rowsOf, type Row } from './rows.ts';

interface File {
  name: string;
  input: string | AsyncIterable<string> | ReadableStream<Uint8Array>;
}

const RECORDS = 'sync_records';
const ASSETS = 'assets';

/** @param onFailure is told what ends the zip before its end. */
export function exportAccount(
  database: Database,
  account: Account,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  return makeZip(watched(filesOf(database, account), onFailure));
}

async function* filesOf(database: Database, account: Account): AsyncGenerator<File, void, void> {
  yield { name: 'README.txt', input: GUIDE };
  yield { name: 'account.json', input: json({ ...account, createdAt: new Date(account.createdAt) }) };
  for (const owned of ownedTables()) {
    yield { name: `${owned.name}.json`, input: list(rowsOf(database, owned, account.id), owned) };
  }
  const records = ownedTables().find(({ name }) => name === RECORDS)!;
  for await (const { id, kind, body } of rowsOf(database, records, account.id)) {
    if (kind === 'run' && body !== null) yield { name: recipeOf(id), input: body as string };
  }
  yield* audioOf(database, account.id);
}

/** Sounds that no recipe makes again. Where the bytes of one are missing, its row tells of it. */
async function* audioOf(database: Database, user: string): AsyncGenerator<File, void, void> {
  const { storage } = shelfOf(database);
  const owned = ownedTables().find(({ name }) => name === ASSETS)!;
  for await (const row of rowsOf(database, owned, user)) {
    const { runId: run, sha256, mediaType } = row as typeof assets.$inferSelect;
    const input = await storage.get({ user, run, sha256 }, null);
    if (input !== null) yield { name: `audio/${fileName(run, sha256, mediaType)}`, input };
  }
}

/** A list in JSON, as its rows come. */
async function* list(rows: AsyncIterable<Row>, { name }: OwnedTable): AsyncGenerator<string, void, void> {
  let before = '[';
  for await (const row of rows) {
    yield before + json(shown(row, name));
    before = ',\n';
  }
  yield before === '[' ? '[]' : ']';
}

/** A row without what signs its owner in; of a record, what it holds, or where that is. */
function shown(row: Row, table: string): Row {
  if (table === 'sign_ins') return { ...row, id: undefined };
  if (table !== RECORDS || row.body === null) return row;
  const { body, bodyHash: _, ...rest } = row;
  if (row.kind === 'run') return { ...rest, recipe: recipeOf(row.id) };
  return { ...rest, body: JSON.parse(body as string) as unknown };
}

function recipeOf(id: unknown): string {
  return `recipes/${String(id)}.json`;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** The answer has begun by then: nobody else hears of it. */
async function* watched<T>(
  items: AsyncIterable<T>,
  onFailure: (error: unknown) => void,
): AsyncGenerator<T, void, void> {
  try {
    yield* items;
  } catch (error) {
    onFailure(error);
    throw error;
  }
}
