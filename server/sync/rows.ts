/** What each table has of a record. */
import type { emotions, feedbacks, generations, runs, userPreferences } from '../../drizzle/schema.ts';
import type { Feedback } from '../../src/lib/core/feedback.ts';
import type { Preferences } from '../../src/lib/core/preferences.ts';
import type { Session } from '../../src/lib/core/session.ts';
import { LAST_INSTANT } from '../../src/lib/core/wire/last-instant.ts';

/** Where a run was made. */
export type Source = (typeof runs.$inferInsert)['source'];

/** @param time milliseconds since the epoch by the clock of a device, which may say anything. */
function instantOf(time: number): Date {
  return new Date(Math.min(Math.max(Math.round(time), 0), LAST_INSTANT));
}

export function runRow(userId: string, session: Session, source: Source): typeof runs.$inferInsert {
  const { id, createdAt, intent, take } = session;
  const startedAt = instantOf(createdAt);
  return { userId, id, source, startedAt, intent, engine: take.engine, status: 'done', latencyMs: null };
}

export function emotionRow(userId: string, session: Session): typeof emotions.$inferInsert {
  const { id, createdAt, emotion, reading } = session;
  return {
    userId,
    runId: id,
    startedAt: instantOf(createdAt),
    emotion,
    readEmotion: reading?.emotion ?? null,
    confidence: reading?.confidence ?? null,
    valence: reading?.affect.valence ?? null,
    arousal: reading?.affect.arousal ?? null,
  };
}

export function generationRow(userId: string, { id, take }: Session): typeof generations.$inferInsert {
  const { engine, brief, params, measures, score } = take;
  return {
    userId,
    runId: id,
    engine,
    model: params.model ?? null,
    author: brief.author,
    genre: brief.genre,
    prompt: brief.prompt,
    duration: params.duration,
    seed: params.seed,
    params,
    measures,
    score: score.total,
    createdAt: instantOf(take.createdAt),
  };
}

export function feedbackRow(
  userId: string,
  runId: string,
  { stars, thumb, comment, before, after }: Feedback,
  time: number,
): typeof feedbacks.$inferInsert {
  return {
    userId,
    runId,
    stars,
    thumb,
    comment,
    valenceBefore: before?.valence ?? null,
    arousalBefore: before?.arousal ?? null,
    valenceAfter: after?.valence ?? null,
    arousalAfter: after?.arousal ?? null,
    updatedAt: instantOf(time),
  };
}

export function preferencesRow(
  userId: string,
  { genres, instruments, tempo, avoid }: Preferences,
  time: number,
): typeof userPreferences.$inferInsert {
  return {
    userId,
    genres,
    instruments,
    tempoMin: tempo?.min ?? null,
    tempoMax: tempo?.max ?? null,
    avoid,
    updatedAt: instantOf(time),
  };
}
