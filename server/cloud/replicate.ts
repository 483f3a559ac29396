/**
 * Replicate's HTTP API, as far as it is needed. Their own client is not used: it repeats whatever fails in the network
 * five times without a pause, takes `Retry-After` for nothing, leaves 5xx of a POST alone, and puts what was sent into the
 * messages of its errors.
 */
import * as z from 'zod';
import { Refusal } from '../http/refusal.ts';
import { log } from '../log/log.ts';
import { Passing, persistent, waitOf, type Patience } from './attempts.ts';
import { Prediction, reasonOf } from './prediction.ts';
import { readLimited } from './read-limited.ts';

export interface ReplicateOptions {
  token: string;
  /** `https://api.replicate.com/v1`. */
  baseURL: string;
  /** Of the model: 64 hexadecimal digits. */
  version: string;
  patience: Patience;
}

export interface NewPrediction {
  input: Record<string, unknown>;
  /** Where its end is to be told; null for nowhere. */
  webhook: string | null;
  /** Seconds after which Replicate is to cancel it by itself. */
  cancelAfter: number;
}

/** Every method throws Refusal: what went wrong, for whoever asked for the music; or Unavailable, as `persistent`. */
export interface Replicate {
  /** Outputs may lie there too. */
  readonly origin: string;
  create(prediction: NewPrediction): Promise<Prediction>;
  get(id: string): Promise<Prediction>;
  cancel(id: string): Promise<Prediction>;
  /** Hands over a file, which Replicate keeps for a day. @returns its address there. */
  upload(bytes: Uint8Array<ArrayBuffer>, mediaType: string): Promise<string>;
}

/** Bytes of an answer: logs are the most of it. */
const MOST = 4_000_000;
/** Seconds after which a service that says no more than that it is busy may have time. */
const BUSY = 30;

const Uploaded = z.object({ urls: z.object({ get: z.url() }) });
const Complaint = z.object({ detail: z.unknown() });

export function openReplicate({ token, baseURL, version, patience }: ReplicateOptions): Replicate {
  const root = baseURL.replace(/\/+$/, '');

  async function ask<T>(
    schema: z.ZodType<T>,
    method: string,
    path: string,
    init: RequestInit = {},
  ): Promise<T> {
    const headers = { ...init.headers, authorization: `Bearer ${token}` };
    const body: unknown = await persistent(
      (signal) => attempt(`${root}${path}`, { ...init, method, headers, signal, redirect: 'error' }),
      patience,
    );
    const { data } = schema.safeParse(body);
    if (data === undefined) throw new Refusal(502, 'cloud_away');
    return data;
  }

  return {
    origin: new URL(root).origin,
    create: ({ input, webhook, cancelAfter }) =>
      ask(Prediction, 'POST', '/predictions', {
        headers: { 'content-type': 'application/json', 'cancel-after': `${cancelAfter}s` },
        body: JSON.stringify({
          version,
          input,
          ...(webhook !== null && { webhook, webhook_events_filter: ['completed'] }),
        }),
      }),
    get: (id) => ask(Prediction, 'GET', `/predictions/${id}`),
    cancel: (id) => ask(Prediction, 'POST', `/predictions/${id}/cancel`),
    async upload(bytes, mediaType) {
      const form = new FormData();
      form.set('content', new Blob([bytes], { type: mediaType }), 'recording');
      return (await ask(Uploaded, 'POST', '/files', { body: form })).urls.get;
    },
  };
}

/** @returns the answer's JSON; null where it is none. @throws Passing, Refusal */
async function attempt(url: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, init);
    text = new TextDecoder().decode(await readLimited(response.body, MOST));
  } catch (cause) {
    report(init, url, cause instanceof Error ? cause.name : 'failure');
    throw new Passing(new Refusal(503, 'cloud_away'), null, { cause });
  }
  if (response.ok) return parsed(text);
  report(init, url, response.status);
  throw failureOf(response, parsed(text));
}

/** Whoever runs the server finds there what went wrong; what was asked for is in no line. */
function report({ method }: RequestInit, url: string, status: number | string): void {
  const path = new URL(url).pathname.replace(/[^/]{20,}/g, '...');
  log.warn({ operation: `Replicate ${method} ${path}`, status });
}

function failureOf({ status, headers }: Response, body: unknown): Passing | Refusal {
  const wait = waitOf(headers);
  if (status === 429) {
    const seconds = wait === null ? BUSY : Math.ceil(wait / 1000);
    return new Passing(new Refusal(503, 'cloud_busy', { seconds }), wait);
  }
  if (status >= 500) return new Passing(new Refusal(503, 'cloud_away'), wait);
  // No key, no credit, no right to the model, no such version of it.
  if ([401, 402, 403, 404].includes(status)) return new Refusal(502, 'cloud_misconfigured', { status });
  const { data } = Complaint.safeParse(body);
  return new Refusal(400, 'cloud_refused', { reason: reasonOf(data?.detail) });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
