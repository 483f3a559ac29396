import { APIError } from 'openai';
import { recordEvent } from '../log/events.ts';
import { agentAnswers, agentTokens } from '../log/metrics.ts';
import { recordOperation, type Status } from '../log/operations.ts';
import type { Answered } from './answer.ts';
import type { Failed } from './failed.ts';

/** A code as endpoints give them: what is longer or has spaces may be a message, which may quote what was asked. */
const CODE = /^[\w.-]{1,60}$/;

/** Leaves a line in the log, an event for administrators, and the counts. */
export function record({ requestId, agent, user, outcome, failure, tokens, durationMs }: Answered): void {
  const code = failure?.code ?? null;
  recordOperation({
    requestId,
    // The answer began before: that is the endpoint's line.
    operation: `agent ${agent}`,
    status: statusOf(failure),
    durationMs,
    message: failure ? told(failure) : outcome === 'stopped' ? 'stopped by whoever asked' : '',
  });
  const payload = { code, tokens, durationMs: Math.round(durationMs), requestId };
  recordEvent({ userId: user, agent, type: outcome, payload });
  agentAnswers.inc({ agent, outcome: code ?? outcome });
  agentTokens.inc({ agent }, tokens);
}

/** A budget that is used up is a rule of ours; everything else is a fault. */
function statusOf(failure: Failed | null): Status {
  if (failure === null) return 'ok';
  return failure.cause === undefined && ['busy', 'spent'].includes(failure.code) ? 'refused' : 'failed';
}

/** Why nothing was written, without a word of what was asked or answered. */
function told({ code, message, cause }: Failed): string {
  const why = `${code}, ${message}`;
  if (!(cause instanceof Error)) return why;
  const { status, code: given } = cause instanceof APIError ? cause : {};
  const reason = typeof given === 'string' && CODE.test(given) ? given : null;
  return `${why} (${[cause.constructor.name, status, reason].filter(Boolean).join(' ')})`;
}
