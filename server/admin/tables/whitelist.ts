import type { MySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core';
import {
  assets,
  cloudJobs,
  emotions,
  events,
  feedbacks,
  generations,
  runs,
  syncRecords,
  syncUsers,
  userPreferences,
  userProfiles,
  users,
  webhookIds,
} from '../../../drizzle/schema.ts';
import type { ColumnView } from '../../../src/lib/core/wire/admin.ts';

/** A table that administrators may look into. */
export interface Browsable {
  table: MySqlTable;
  /** How each column is shown. What is not named is not shown. */
  views: Readonly<Record<string, ColumnView>>;
  /** What is in none of the views: it is a secret, or it says what somebody feels. A test wants each column in one of the two. */
  hidden: readonly string[];
  /** Columns that an index has in this order, and that are unique together. All are shown: a page ends at their values. */
  orders: readonly (readonly MySqlColumn[])[];
}

function browsable<T extends MySqlTable>(
  table: T,
  views: Partial<Record<keyof T['_']['columns'] & string, ColumnView>>,
  hidden: (keyof T['_']['columns'] & string)[],
  orders: readonly (readonly MySqlColumn[])[],
): Browsable {
  return { table, views: views as Record<string, ColumnView>, hidden, orders };
}

const shown = 'shown';

/**
 * Every table that can be browsed, and how. A person's address, words and music are masked in the database itself; what
 * they feel can't be seen at all, but as averages. Tables whose key is private are not here, for a page ends at a key:
 * sign_ins, rate_limits, budgets, settings. The log has a page of its own.
 */
export const WHITELIST: Readonly<Record<string, Browsable>> = {
  users: browsable(
    users,
    { id: shown, email: 'email', role: shown, locale: shown, createdAt: shown },
    ['passwordHash'],
    [[users.createdAt, users.id], [users.id]],
  ),
  user_profiles: browsable(
    userProfiles,
    { userId: shown, displayName: 'length', taste: 'presence', updatedAt: shown },
    [],
    [[userProfiles.userId]],
  ),
  user_preferences: browsable(
    userPreferences,
    {
      userId: shown,
      genres: 'length',
      instruments: 'length',
      tempoMin: 'presence',
      tempoMax: 'presence',
      avoid: 'length',
      updatedAt: shown,
    },
    [],
    [[userPreferences.userId]],
  ),
  runs: browsable(
    runs,
    {
      userId: shown,
      id: shown,
      source: shown,
      startedAt: shown,
      intent: shown,
      engine: shown,
      status: shown,
      latencyMs: shown,
    },
    [],
    [
      [runs.startedAt, runs.userId, runs.id],
      [runs.userId, runs.id],
    ],
  ),
  emotions: browsable(
    emotions,
    { userId: shown, runId: shown, startedAt: shown, confidence: 'presence' },
    ['emotion', 'readEmotion', 'valence', 'arousal'],
    [[emotions.userId, emotions.runId]],
  ),
  generations: browsable(
    generations,
    {
      userId: shown,
      runId: shown,
      engine: shown,
      model: shown,
      author: shown,
      genre: shown,
      prompt: 'length',
      duration: shown,
      params: 'length',
      measures: 'length',
      score: shown,
      createdAt: shown,
    },
    // With the prompt, the seed makes the same piece again.
    ['seed'],
    [[generations.userId, generations.runId]],
  ),
  feedbacks: browsable(
    feedbacks,
    { userId: shown, runId: shown, stars: shown, thumb: shown, comment: 'length', updatedAt: shown },
    ['valenceBefore', 'arousalBefore', 'valenceAfter', 'arousalAfter'],
    [
      [feedbacks.updatedAt, feedbacks.userId, feedbacks.runId],
      [feedbacks.userId, feedbacks.runId],
    ],
  ),
  assets: browsable(
    assets,
    { userId: shown, runId: shown, sha256: shown, bytes: shown, mediaType: shown, createdAt: shown },
    [],
    [[assets.userId, assets.runId, assets.sha256]],
  ),
  cloud_jobs: browsable(
    cloudJobs,
    {
      userId: shown,
      id: shown,
      predictionId: shown,
      state: shown,
      fraction: shown,
      params: 'length',
      seconds: shown,
      day: shown,
      createdAt: shown,
      checkedAt: shown,
      copyingUntil: shown,
      assetSha256: shown,
      // Its reason may repeat what was asked for.
      error: 'presence',
    },
    [],
    [
      [cloudJobs.createdAt, cloudJobs.userId, cloudJobs.id],
      [cloudJobs.userId, cloudJobs.id],
    ],
  ),
  events: browsable(
    events,
    { id: shown, at: shown, userId: shown, runId: shown, agent: shown, type: shown, payload: shown },
    [],
    [[events.at, events.id], [events.id]],
  ),
  sync_users: browsable(
    syncUsers,
    { userId: shown, epoch: shown, seq: shown, minSeq: shown, records: shown, bytes: shown },
    [],
    [[syncUsers.userId]],
  ),
  sync_records: browsable(
    syncRecords,
    {
      userId: shown,
      id: shown,
      kind: shown,
      seq: shown,
      deleted: shown,
      deletedAt: shown,
      verT: shown,
      verClient: shown,
      ahead: 'presence',
      schemaV: shown,
      opaqueV: shown,
      bodyHash: 'presence',
      body: 'length',
    },
    [],
    [[syncRecords.userId, syncRecords.seq]],
  ),
  webhook_ids: browsable(
    webhookIds,
    { id: shown, receivedAt: shown },
    [],
    [[webhookIds.receivedAt, webhookIds.id], [webhookIds.id]],
  ),
};

/** Tables that nobody browses. A test wants every table either here or above. */
export const NOT_BROWSED = [
  // Its key is the hash of a token.
  'sign_ins',
  // Their keys have addresses of people in them.
  'rate_limits',
  'budgets',
  // Where secrets may be.
  'settings',
  // On a page of its own.
  'system_logs',
] as const;
