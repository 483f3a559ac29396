import { getTableColumns, is } from 'drizzle-orm';
import { getTableConfig, MySqlTable, type MySqlColumn } from 'drizzle-orm/mysql-core';
import * as schema from '../../drizzle/schema.ts';

/** A table whose rows belong to users. */
export interface OwnedTable {
  name: string;
  table: MySqlTable;
  userId: MySqlColumn;
  /** What orders the rows of one user: a column and the name of its values. */
  order: { column: MySqlColumn; key: string }[];
}

/** Every one of the schema, found by its column `user_id`: a new table is exported and deleted without a word here. */
export function ownedTables(): OwnedTable[] {
  return Object.values(schema).flatMap((table) => {
    if (!is(table, MySqlTable)) return [];
    const { name, columns, primaryKeys } = getTableConfig(table);
    const userId = columns.find((column) => column.name === 'user_id');
    if (!userId) return [];
    const primary = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary);
    const keys = Object.entries(getTableColumns(table));
    const order = primary
      .filter((column) => column !== userId)
      .map((column) => ({ column, key: keys.find(([, one]) => one === column)![0] }));
    return [{ name, table, userId, order }];
  });
}
