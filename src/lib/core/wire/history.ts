/**
 * `GET /api/history`: the newest runs that the server has of a user, page by page, for clients that keep no copy. The page
 * has one: it shows what it has pulled.
 */
import * as z from 'zod';
import { Emotion } from '../emotion.ts';
import { LAST_INSTANT } from './last-instant.ts';

/** Runs that a page has at most. */
export const MOST_RUNS = 100;

/** Whole numbers as a query has them. */
const Digits = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** Where a page goes on: after this run, back in time. */
export const HistoryKey = z.object({
  /** Milliseconds since the epoch. */
  startedAt: z.int().nonnegative(),
  id: z.uuid(),
});
export type HistoryKey = z.infer<typeof HistoryKey>;

/** The query: a page of at most `limit`, from the newest or after a key, of one emotion or of all. */
export const HistoryQuery = z
  .strictObject({
    startedAt: Digits.pipe(z.int().max(LAST_INSTANT)).optional(),
    id: z.uuid().lowercase().optional(),
    emotion: Emotion.optional(),
    limit: Digits.pipe(z.int().min(1).max(MOST_RUNS)).default(20),
  })
  .refine(({ startedAt, id }) => (startedAt === undefined) === (id === undefined), {
    message: 'a key is both or neither',
    path: ['id'],
  })
  .transform(({ startedAt, id, ...query }) => ({
    ...query,
    after: startedAt === undefined ? null : { startedAt, id: id! },
  }));
export type HistoryQuery = z.infer<typeof HistoryQuery>;

/** Bodies of records, as `records.ts` reads them. */
export const HistoryRun = z.object({
  id: z.uuid(),
  run: z.string(),
  /** Null where nothing was said of it. */
  feedback: z.string().nullable(),
});
export type HistoryRun = z.infer<typeof HistoryRun>;

export const HistoryPage = z.object({
  /** Newest first. */
  runs: z.array(HistoryRun),
  /** Where the next page goes on; null where this is the last. */
  next: HistoryKey.nullable(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;
