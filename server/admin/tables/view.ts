import { sql, type SQL } from 'drizzle-orm';
import type { MySqlColumn } from 'drizzle-orm/mysql-core';
import type { Cell, ColumnView } from '../../../src/lib/core/wire/admin.ts';

/** What the database is asked for in a column's place: what is masked never leaves it. */
export function viewOf(column: MySqlColumn, view: ColumnView): MySqlColumn | SQL {
  switch (view) {
    case 'shown':
      return column;
    case 'email':
      return sql<string>`concat(left(${column}, 1), '***@***')`;
    case 'length':
      return sql<number>`char_length(${column})`;
    case 'presence':
      return sql<boolean>`${column} is not null`.mapWith(Boolean);
  }
}

/** @returns a value as it travels: instants in milliseconds since the epoch, JSON as text. */
export function cellOf(value: unknown): Cell {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return value as Cell;
}
