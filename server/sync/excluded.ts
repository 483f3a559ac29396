import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { MySqlTable } from 'drizzle-orm/mysql-core';

/**
 * For `on duplicate key update`: every column as it would have been inserted.
 * @param key the properties that are the key, and stay.
 */
export function excluded(table: MySqlTable, key: string[]): Record<string, SQL> {
  const columns = Object.entries(getTableColumns(table)).filter(([name]) => !key.includes(name));
  return Object.fromEntries(
    columns.map(([name, column]) => [name, sql`values(${sql.identifier(column.name)})`]),
  );
}
