import {
  bigint,
  double,
  foreignKey,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  text,
  tinyint,
  varchar,
  type AnyMySqlColumn,
} from 'drizzle-orm/mysql-core';
import { GENRES } from '../src/lib/core/brief.ts';
import { EMOTIONS, INTENTS } from '../src/lib/core/emotion.ts';
import { ENGINES, type Params } from '../src/lib/core/params.ts';
import type { Measures } from '../src/lib/core/take.ts';
import { ownerId, users } from './accounts.ts';
import { ascii, between, instant, json, sha256, uuid } from './columns.ts';

/**
 * Runs of the flow. Devices choose their ids, and nothing keeps two users from the same one: a run is known by its user
 * and its id together, here and in every table below.
 */
export const runs = mysqlTable(
  'runs',
  {
    userId: ownerId(),
    id: uuid('id').notNull(),
    source: mysqlEnum('source', ['web', 'api', 'cli']).notNull(),
    startedAt: instant('started_at').notNull(),
    intent: mysqlEnum('intent', INTENTS).notNull(),
    engine: mysqlEnum('engine', ENGINES).notNull(),
    status: mysqlEnum('status', ['done', 'failed', 'cancelled']).notNull(),
    /** From the start to the last sample; null where nobody measured it. */
    latencyMs: int('latency_ms', { unsigned: true }),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.id] }),
    index('runs_started').on(t.startedAt),
    // A history of a million runs pages by this as quickly as one of ten, and so does one of an emotion by its own.
    index('runs_history').on(t.userId, t.startedAt, t.id),
    // All that is counted of runs.
    index('runs_counted').on(t.startedAt, t.engine, t.status, t.latencyMs),
  ],
);

type ColumnOf<T extends string> = AnyMySqlColumn<{ tableName: T }>;
const runId = () => uuid('run_id').notNull();
const ofRun = <T extends string>(name: string, userId: ColumnOf<T>, id: ColumnOf<T>) =>
  foreignKey({ name, columns: [userId, id], foreignColumns: [runs.userId, runs.id] }).onDelete('cascade');

/** What was read from the face and what the user made of it. Nothing of the picture. */
export const emotions = mysqlTable(
  'emotions',
  {
    userId: uuid('user_id').notNull(),
    runId: runId(),
    /** Of the run. */
    startedAt: instant('started_at').notNull(),
    /** As the user left it; null for text to music. */
    emotion: mysqlEnum('emotion', EMOTIONS),
    /** As it was read; null where the reading abstained or there was none, as the three after it where there was none. */
    readEmotion: mysqlEnum('read_emotion', EMOTIONS),
    confidence: double('confidence'),
    valence: double('valence'),
    arousal: double('arousal'),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.runId] }),
    ofRun('emotions_run', t.userId, t.runId),
    index('emotions_history').on(t.userId, t.emotion, t.startedAt, t.runId),
    between('emotions_confidence', t.confidence, 0, 1),
    between('emotions_valence', t.valence, -1, 1),
    between('emotions_arousal', t.arousal, -1, 1),
  ],
);

/** What an engine made. The recipe of the sound is in the record that the devices sync. */
export const generations = mysqlTable(
  'generations',
  {
    userId: uuid('user_id').notNull(),
    runId: runId(),
    engine: mysqlEnum('engine', ENGINES).notNull(),
    /** MusicGen's weights; null for the composer and for the default ones. */
    model: varchar('model', { length: 200 }),
    author: mysqlEnum('author', ['rules', 'language-model']).notNull(),
    genre: mysqlEnum('genre', GENRES).notNull(),
    prompt: text('prompt').notNull(),
    /** Seconds. */
    duration: double('duration').notNull(),
    seed: int('seed', { unsigned: true }).notNull(),
    params: json<Params>('params').notNull(),
    measures: json<Measures>('measures').notNull(),
    score: double('score').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.runId] }),
    ofRun('generations_run', t.userId, t.runId),
    between('generations_duration', t.duration, 5, 120),
    between('generations_score', t.score, 0, 1),
  ],
);

export const feedbacks = mysqlTable(
  'feedbacks',
  {
    userId: uuid('user_id').notNull(),
    runId: runId(),
    stars: tinyint('stars'),
    thumb: mysqlEnum('thumb', ['up', 'down']),
    comment: varchar('comment', { length: 2000 }).notNull(),
    valenceBefore: double('valence_before'),
    arousalBefore: double('arousal_before'),
    valenceAfter: double('valence_after'),
    arousalAfter: double('arousal_after'),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.runId] }),
    ofRun('feedbacks_run', t.userId, t.runId),
    index('feedbacks_updated').on(t.updatedAt),
    between('feedbacks_stars', t.stars, 0, 5),
    between('feedbacks_valence_before', t.valenceBefore, -1, 1),
    between('feedbacks_arousal_before', t.arousalBefore, -1, 1),
    between('feedbacks_valence_after', t.valenceAfter, -1, 1),
    between('feedbacks_arousal_after', t.arousalAfter, -1, 1),
  ],
);

/** Audio that can't be made again from a recipe, by its content. It may come before its run does. */
export const assets = mysqlTable(
  'assets',
  {
    userId: ownerId(),
    runId: runId(),
    sha256: sha256('sha256').notNull(),
    bytes: int('bytes', { unsigned: true }).notNull(),
    mediaType: ascii('media_type', 64).notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.runId, t.sha256] })],
);

/** What agents did, for those who run Attune. */
export const events = mysqlTable(
  'events',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    at: instant('at').notNull(),
    /** Null where nobody was signed in. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    runId: uuid('run_id'),
    agent: ascii('agent', 40).notNull(),
    type: ascii('type', 40).notNull(),
    payload: json<unknown>('payload').notNull(),
  },
  (t) => [index('events_at').on(t.at), index('events_user').on(t.userId)],
);
