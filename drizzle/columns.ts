import { sql, type AnyColumn } from 'drizzle-orm';
import { bigint, check, customType, datetime } from 'drizzle-orm/mysql-core';

/** Compared byte by byte, so that MySQL and MariaDB agree on what is the same whatever their collation is. */
const ASCII = 'character set ascii collate ascii_bin';

/** A UUID as it is written, lower case. */
export const uuid = customType<{ data: string; driverData: string }>({ dataType: () => `char(36) ${ASCII}` });

/** Text of ASCII, up to `length` characters: what is no ASCII is refused. */
export const ascii = (name: string, length: number) =>
  customType<{ data: string; driverData: string }>({ dataType: () => `varchar(${length}) ${ASCII}` })(name);

/** A SHA-256: 64 hexadecimal digits here, 32 bytes in the database. */
export const sha256 = customType<{ data: string; driverData: Buffer }>({
  dataType: () => 'binary(32)',
  toDriver: (hex) => Buffer.from(hex, 'hex'),
  fromDriver: (bytes) => bytes.toString('hex'),
});

/**
 * A value as JSON. MariaDB keeps it as text; of MySQL the connection asks for text too. Half a character, as of an emoji
 * that was cut, becomes U+FFFD: MySQL refuses it (error 3140).
 */
export const json = <T>(name: string) =>
  customType<{ data: T; driverData: string }>({
    dataType: () => 'json',
    toDriver: (value) =>
      JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? part.toWellFormed() : part)),
    fromDriver: (text) => JSON.parse(text) as T,
  })(name);

/** A long text that comes back with every byte it went in with: up to 16 MB. */
export const longText = customType<{ data: string; driverData: string }>({
  dataType: () => 'mediumtext character set utf8mb4 collate utf8mb4_bin',
});

/** UTC, with milliseconds. */
export const instant = (name: string) => datetime(name, { fsp: 3 });

/** A whole number from 0 to 2^53 - 1. */
export const count = (name: string) => bigint(name, { mode: 'number', unsigned: true });

/** A number from `low` to `high`, both included, or null. */
export const between = (name: string, column: AnyColumn, low: number, high: number) =>
  check(name, sql`${column} between ${sql.raw(String(low))} and ${sql.raw(String(high))}`);
