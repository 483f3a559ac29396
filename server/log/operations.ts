import { ledger } from './ledger.ts';
import { log } from './log.ts';
import { operations } from './metrics.ts';

export const STATUSES = ['ok', 'refused', 'failed'] as const;
/** `refused` by a rule, `failed` by a fault. */
export type Status = (typeof STATUSES)[number];

/** One thing that the server did, or did not do, for somebody. */
export interface Operation {
  requestId: string;
  /** What it was: `POST /api/account/sign-in`. */
  operation: string;
  status: Status;
  durationMs: number;
  /** Why, where it was not done; never a word of what was sent. */
  message: string;
}

/** What the columns of `system_logs` hold. */
const LONGEST_OPERATION = 64;
const LONGEST_MESSAGE = 1000;
const LONGEST_DURATION = 0xffff_ffff;

/** Writes a line of it, keeps it for administrators, and counts it. */
export function recordOperation({ status, ...done }: Operation): void {
  log[status === 'failed' ? 'error' : 'info']({ status, ...done });
  operations.inc({ operation: done.operation, status });
  ledger()?.logs.push({
    at: new Date(),
    requestId: done.requestId,
    operation: done.operation.slice(0, LONGEST_OPERATION),
    status,
    durationMs: Math.min(Math.round(done.durationMs), LONGEST_DURATION),
    message: done.message.slice(0, LONGEST_MESSAGE).toWellFormed(),
  });
}
