import { log } from './log.ts';

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

/** Writes a line of it. */
export function recordOperation({ status, ...operation }: Operation): void {
  log[status === 'failed' ? 'error' : 'info']({ status, ...operation });
}
