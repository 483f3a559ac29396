import {
  AgentsAvailable,
  type AgentName,
  type AgentRequest,
  type Structure,
} from '../../core/wire/agents.ts';
import { readAnswer } from './read-answer.ts';
import { Unwritten } from './unwritten.ts';

/** The server's agents, as the page sees them. */
export interface AgentServer {
  /** Whether a language model is configured there. It is asked once, and again only where it could not be reached. */
  isAvailable(): Promise<boolean>;
  /**
   * Has a brief written.
   * @param progress is told how many characters the model has written.
   * @throws Unwritten, or what `signal` was aborted with.
   */
  write<Name extends AgentName>(
    agent: Name,
    request: AgentRequest<Name>,
    progress: (characters: number) => void,
    signal?: AbortSignal,
  ): Promise<Structure>;
}

/** Milliseconds for the server to say whether it has a language model. */
const ASKING = 3000;
/** Milliseconds after which the server itself has given up long ago. */
const WRITING = 45_000;

const TOO_MANY_REQUESTS = 429;

/** @param origin of the server, as in `https://attune.example`; empty for the page's own. */
export function agentServer(origin: string): AgentServer {
  const address = `${origin}/api/agents`;
  let known: boolean | null = null;
  return {
    async isAvailable() {
      if (known === null && !isOffline()) known = await asked(address);
      return known ?? false;
    },
    async write(agent, request, progress, signal) {
      if (isOffline()) throw new Unwritten('offline');
      const late = AbortSignal.timeout(WRITING);
      try {
        const response = await fetch(`${address}/${agent}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(request),
          signal: signal ? AbortSignal.any([signal, late]) : late,
        });
        if (response.status === TOO_MANY_REQUESTS) throw new Unwritten('busy');
        if (!response.ok || response.body === null) throw new Unwritten('unavailable');
        return await readAnswer(response.body, progress);
      } catch (error) {
        signal?.throwIfAborted();
        throw late.aborted ? new Unwritten('late', { cause: error }) : unwritten(error);
      }
    },
  };
}

/** The page's own server, asked once a visit whoever wants to know. */
export const ownServer = agentServer('');

/** @returns null where there is no answer. */
async function asked(address: string): Promise<boolean | null> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(ASKING) });
    // A page without our server behind it has no language model either.
    const answer = AgentsAvailable.safeParse(response.ok ? await response.json().catch(() => null) : null);
    return answer.data?.available ?? false;
  } catch {
    return null;
  }
}

/** A connection that fails is a TypeError; what else goes wrong is an answer that makes no sense. */
function unwritten(error: unknown): Unwritten {
  if (error instanceof Unwritten) return error;
  return new Unwritten(error instanceof TypeError ? 'offline' : 'unavailable', { cause: error });
}

/** Only `false` means something, and Node says nothing. */
function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}
