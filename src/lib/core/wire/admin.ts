/** What the administrator's pages and the server say to each other. Instants are milliseconds since the epoch. */
import * as z from 'zod';
import { LAST_INSTANT } from './last-instant.ts';

/** Rows that a page has at most, and where nothing is said. */
export const MOST = 200;
const USUAL = 50;

/** As far as the log can tell: the database knows no earlier year, and a date field of a browser no later one. */
const instant = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .refine((date) => date.getUTCFullYear() >= 1000, { message: 'too long ago' });
const limit = z.coerce.number().pipe(z.int().min(1).max(MOST)).default(USUAL);

export const LOG_STATUSES = ['ok', 'refused', 'failed'] as const;
export const LogStatus = z.enum(LOG_STATUSES);
export type LogStatus = z.infer<typeof LogStatus>;

/** Where a page of the log ends: the instant and the number of its last line. */
export const LogKey = z
  .string()
  .regex(/^\d{1,15}-\d{1,15}$/)
  .transform((text) => {
    const [at, id] = text.split('-').map(Number);
    return { at: at!, id: id! };
  })
  .refine(({ at }) => at <= LAST_INSTANT, { message: 'too far ahead' });
export type LogKey = z.infer<typeof LogKey>;

/** `GET /api/admin/logs`: the newest lines first, all that is said must hold. */
export const LogQuery = z.strictObject({
  operation: z.string().min(1).max(64).optional(),
  status: LogStatus.optional(),
  /** The first instant, and the one after the last. */
  from: instant.optional(),
  until: instant.optional(),
  /** In operation or message, in either case. */
  word: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), { message: 'characters that are none' })
    .optional(),
  request: z.uuid().optional(),
  before: LogKey.optional(),
  limit,
});
export type LogQuery = z.infer<typeof LogQuery>;

export const LogLine = z.object({
  id: z.int(),
  at: z.int(),
  requestId: z.string(),
  operation: z.string(),
  status: LogStatus,
  durationMs: z.int(),
  message: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

export const LogPage = z.object({
  lines: z.array(LogLine),
  /**
   * Where older lines begin; null where there are none. There may be older ones though this page is not full: a word is
   * looked for in so many lines at a time.
   */
  next: z.string().nullable(),
});
export type LogPage = z.infer<typeof LogPage>;

/** `GET /api/admin/logs/operations`: what there are lines of. */
export const LogOperations = z.object({ operations: z.array(z.string()) });
export type LogOperations = z.infer<typeof LogOperations>;

/** How a column is shown: as it is, or so that nothing private or secret leaves the database. */
export const COLUMN_VIEWS = [
  'shown',
  /** `a***@***` */
  'email',
  /** How many characters it has. */
  'length',
  /** Whether there is anything. */
  'presence',
] as const;
export const ColumnView = z.enum(COLUMN_VIEWS);
export type ColumnView = z.infer<typeof ColumnView>;

/** `GET /api/admin/tables` */
export const Tables = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(
        z.object({
          name: z.string(),
          view: ColumnView,
          /** Whether its cells are instants. */
          isInstant: z.boolean(),
        }),
      ),
      /** What its rows can be ordered by. */
      orders: z.array(z.string()),
    }),
  ),
});
export type Tables = z.infer<typeof Tables>;
export type Table = Tables['tables'][number];

/** `GET /api/admin/tables/[name]` */
export const TableQuery = z.strictObject({
  /** One of the table's orders; the first where nothing is said. */
  order: z.string().optional(),
  direction: z.enum(['rising', 'falling']).default('falling'),
  /** The `next` of the page before. */
  after: z.string().max(1000).optional(),
  limit,
});
export type TableQuery = z.infer<typeof TableQuery>;

export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof Cell>;
export const TablePage = z.object({
  /** A cell for each column, in the order of the columns. */
  rows: z.array(z.array(Cell)),
  next: z.string().nullable(),
});
export type TablePage = z.infer<typeof TablePage>;

export const SPANS = ['24h', '7d', '30d'] as const;
export const Span = z.enum(SPANS);
export type Span = z.infer<typeof Span>;

/** `GET /api/admin/statistics` */
export const StatisticsQuery = z.strictObject({ span: Span.default('24h') });

const amount = z.number().nonnegative();
/** One number for each step of time. */
const series = z.array(amount);
/** Milliseconds, to two digits: half, nine tenths and all but a hundredth took no longer. */
const Latency = z.object({ p50: amount, p90: amount, p99: amount });
export type Latency = z.infer<typeof Latency>;

export const Statistics = z.object({
  from: z.int(),
  until: z.int(),
  /** Milliseconds. */
  step: z.int().positive(),
  /** What devices have synced, by when it was begun: they sync what is done. */
  runs: z.array(z.object({ engine: z.string(), started: series })),
  /** What came of the pieces that were begun in the cloud. */
  cloud: z.object({
    done: amount,
    failed: amount,
    cancelled: amount,
    /** Of those that are done, from the request to the sound; null for none. */
    latency: Latency.nullable(),
  }),
  operations: z.object({
    series: z.object({ ok: series, refused: series, failed: series }),
    each: z.array(
      z.object({
        operation: z.string(),
        ok: amount,
        refused: amount,
        failed: amount,
        latency: Latency,
      }),
    ),
    /** Why things were refused or failed, the most frequent first. */
    reasons: z.array(
      z.object({ operation: z.string(), status: LogStatus, message: z.string(), count: amount }),
    ),
    /** Since when lines were counted, where there are too many in the span to count them all; null where all were. */
    countedFrom: z.int().nullable(),
  }),
  agents: z.array(
    z.object({
      agent: z.string(),
      /** `written`, `stopped`, or why it failed. */
      outcomes: z.array(z.object({ outcome: z.string(), count: amount })),
      tokens: amount,
    }),
  ),
  /** Of all users together, in the days and minutes that are not over. */
  budgets: z.array(
    z.object({
      scope: z.string(),
      period: z.string(),
      spent: amount,
      reserved: amount,
      limit: amount.nullable(),
    }),
  ),
  storage: z.object({ assets: amount, assetBytes: amount, records: amount, recordBytes: amount }),
  people: z.object({ users: amount, newUsers: amount, activeUsers: amount, activeDevices: amount }),
  feedback: z.object({
    count: amount,
    /** Averages, null where nobody said. Stars from 0 to 5, changes of affect from -2 to 2. */
    stars: z.number().nullable(),
    valenceChange: z.number().nullable(),
    arousalChange: z.number().nullable(),
    up: amount,
    down: amount,
  }),
});
export type Statistics = z.infer<typeof Statistics>;
