import { ledger } from './ledger.ts';

/** Something that an agent did, for those who run Attune. */
export interface AgentEvent {
  /** Null where nobody was signed in. */
  userId: string | null;
  /** Which: `draft`. */
  agent: string;
  /** What came of it: `written`. */
  type: string;
  /** Numbers and words of the code's own; never a word of what was asked or answered. */
  payload: Record<string, string | number | null>;
}

/** Keeps it for administrators. */
export function recordEvent(event: AgentEvent): void {
  ledger()?.events.push({ at: new Date(), ...event });
}
