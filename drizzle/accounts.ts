import { sql } from 'drizzle-orm';
import { check, double, index, mysqlEnum, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import type { Genre, Instrument } from '../src/lib/core/brief.ts';
import { ascii, between, instant, json, sha256, uuid } from './columns.ts';

export const users = mysqlTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    /** Normalised, in lower case: two spellings of one address are one account. */
    email: ascii('email', 254).notNull().unique(),
    /** Argon2id in its encoded form, which names its own parameters. */
    passwordHash: ascii('password_hash', 255).notNull(),
    role: mysqlEnum('role', ['user', 'admin']).notNull().default('user'),
    locale: mysqlEnum('locale', ['en', 'zh']).notNull().default('en'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('users_created').on(t.createdAt)],
);

/** To whom rows belong: they go when the user does. */
export const ownerId = () =>
  uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });

/** Signed-in devices. The token itself is kept nowhere. */
export const signIns = mysqlTable(
  'sign_ins',
  {
    /** Of the token in the cookie. */
    id: sha256('id').primaryKey(),
    userId: ownerId(),
    createdAt: instant('created_at').notNull(),
    /** Moves on with use ... */
    expiresAt: instant('expires_at').notNull(),
    /** ... but never past this. */
    absoluteExpiresAt: instant('absolute_expires_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    /** A short name of the device, as its owner would know it: "Firefox on Linux". */
    userAgent: varchar('user_agent', { length: 120 }).notNull(),
  },
  (t) => [index('sign_ins_user').on(t.userId), index('sign_ins_expiry').on(t.expiresAt)],
);

export const userProfiles = mysqlTable('user_profiles', {
  userId: ownerId().primaryKey(),
  displayName: varchar('display_name', { length: 80 }).notNull().default(''),
  /** What was learned of their taste; null until something was. */
  taste: json<unknown>('taste'),
  updatedAt: instant('updated_at').notNull(),
});

/** What they stated they like, as `Preferences` of the core has it. */
export const userPreferences = mysqlTable(
  'user_preferences',
  {
    userId: ownerId().primaryKey(),
    genres: json<Genre[]>('genres').notNull(),
    instruments: json<Instrument[]>('instruments').notNull(),
    /** Beats a minute; both or neither. */
    tempoMin: double('tempo_min'),
    tempoMax: double('tempo_max'),
    avoid: json<string[]>('avoid').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    between('user_preferences_tempo_min', t.tempoMin, 40, 200),
    between('user_preferences_tempo_max', t.tempoMax, 40, 200),
    check(
      'user_preferences_tempo',
      sql`(${t.tempoMin} is null) = (${t.tempoMax} is null) and (${t.tempoMin} is null or ${t.tempoMin} <= ${t.tempoMax})`,
    ),
  ],
);
