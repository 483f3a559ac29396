import type * as z from 'zod';
import { AttuneError } from '../core/errors.ts';
import { Failure } from '../core/wire/failure.ts';

/** Milliseconds that an answer may take where nothing is said. */
const USUAL = 20_000;

export interface ServerCall {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal;
  /** Milliseconds that the answer may take. */
  patience?: number;
  /** Goes on where the page is being left. */
  keepalive?: boolean;
}

/** Asks an endpoint, of the page's own server or of the one at `origin`, and gives its answer parsed. */
export type ServerApi = <T>(path: string, schema: z.ZodType<T>, call?: ServerCall) => Promise<T>;

/** What comes of a call that went wrong on the way. @param signal of whoever called */
function failed(error: unknown, signal: AbortSignal | undefined): AttuneError {
  if (error instanceof AttuneError) return error;
  return new AttuneError(signal?.aborted ? 'cancelled' : 'offline', {}, { cause: error });
}

/**
 * @param origin of the server, as in `https://attune.example`; empty for the page's own.
 * @returns a function that throws AttuneError: the code that the server says; `offline` where it can't be reached or is
 * silent, `server_away` where what answers is not our server, `cancelled` where `signal` aborts.
 */
export function serverApi(origin = ''): ServerApi {
  return async (path, schema, { method = 'GET', body, signal, patience = USUAL, keepalive = false } = {}) => {
    try {
      const response = await fetch(`${origin}${path}`, {
        method,
        keepalive,
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
        signal: within(patience, signal),
      });
      const answer: unknown = await response.json().catch(() => null);
      if (!response.ok) throw failureOf(answer);
      const { data } = schema.safeParse(answer);
      if (data === undefined) throw new AttuneError('server_away');
      return data;
    } catch (error) {
      throw failed(error, signal);
    }
  };
}

/**
 * Gets a file of the page's own server.
 * @param patience milliseconds that it may take.
 * @throws AttuneError as `serverApi`.
 */
export async function serverFile(path: string, patience: number, signal?: AbortSignal): Promise<Blob> {
  try {
    const response = await fetch(path, { signal: within(patience, signal) });
    if (!response.ok) throw failureOf(await response.json().catch(() => null));
    return await response.blob();
  } catch (error) {
    throw failed(error, signal);
  }
}

function within(patience: number, signal: AbortSignal | undefined): AbortSignal {
  const late = AbortSignal.timeout(patience);
  return signal ? AbortSignal.any([signal, late]) : late;
}

/** The page's own server. */
export const ownServer = serverApi();

function failureOf(answer: unknown): AttuneError {
  const { data } = Failure.safeParse(answer);
  if (data === undefined) return new AttuneError('server_away');
  const { code, details, id } = data.error;
  return new AttuneError(code, { ...details, id });
}
