/**
 * What all endpoints of the API have in common: they say who may ask and what they take, and everything that is not as
 * they say is answered here. An endpoint's own function sees parsed input and a user who may do what it does.
 */
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import type * as z from 'zod';
import type { SignedIn } from '../auth/signed-in.ts';
import type { Database } from '../database/database.ts';
import { Unavailable } from '../database/errors.ts';
import { causeOf } from '../log/cause.ts';
import { recordOperation, type Status } from '../log/operations.ts';
import { services } from '../services.ts';
import { count, type Limit } from './limits.ts';
import { readJson, UnreadableBody } from './read-json.ts';
import { badRequest, Refusal, refused } from './refusal.ts';

export const ACCESS = ['anyone', 'user', 'admin'] as const;
export type Access = (typeof ACCESS)[number];

export interface Rules<Who extends Access, Body, Query> {
  access: Who;
  /** What a body of JSON must be; without it there is none. */
  body?: z.ZodType<Body>;
  /** Bytes that the body may have; 64 KiB where nothing is said. */
  most?: number;
  /** What the query must be, each name once. */
  query?: z.ZodType<Query>;
  /** How often it may be asked for. */
  limits?: readonly Limit[];
  /** Names the account that a body is about, where that is not the one of whoever asks. */
  account?: (body: Body) => string;
  /** Answers where the server has no database; without it, there are no accounts and this is refused. */
  withoutDatabase?: (event: RequestEvent) => unknown;
}

/** A request that may be carried out. */
export interface Call<Who extends Access, Body, Query> {
  body: Body;
  query: Query;
  params: Partial<Record<string, string>>;
  /** Null only where anyone may ask. */
  user: Who extends 'anyone' ? SignedIn | null : SignedIn;
  database: Database;
  /** Of the client, as far as proxies that are trusted tell it. */
  address: string;
  requestId: string;
  cookies: Cookies;
  request: Request;
  url: URL;
}

/** @returns what is sent as JSON, or an answer that is sent as it is. */
type Answer<Who extends Access, Body, Query> = (call: Call<Who, Body, Query>) => Promise<unknown>;

/** A handler of SvelteKit's that says who may call it. */
export type Endpoint = ((event: RequestEvent) => Promise<Response>) & { access: Access };

const USUAL = 64 * 1024;
/** Seconds after which a database that is away may be back. */
const BACK = 2;

/** Makes a handler that lets through what `rules` allow. It never throws. */
export function endpoint<Who extends Access, Body = undefined, Query = undefined>(
  rules: Rules<Who, Body, Query>,
  answer: Answer<Who, Body, Query>,
): Endpoint {
  const handle = async (event: RequestEvent): Promise<Response> => {
    const started = performance.now();
    const { requestId } = event.locals;
    const operation = `${event.request.method} ${event.route.id}`;
    const told = (status: Status, message: string): void =>
      recordOperation({ requestId, operation, status, durationMs: performance.now() - started, message });
    try {
      const response = responseOf(await answerOf(event, rules, answer));
      told('ok', '');
      return response;
    } catch (error) {
      const refusal = refusalOf(error, requestId);
      const status = refusal.status < 500 ? 'refused' : 'failed';
      told(status, status === 'failed' ? causeOf(error) : refusal.code);
      return refused(refusal, requestId);
    }
  };
  return Object.assign(handle, { access: rules.access });
}

async function answerOf<Who extends Access, Body, Query>(
  event: RequestEvent,
  rules: Rules<Who, Body, Query>,
  answer: Answer<Who, Body, Query>,
): Promise<unknown> {
  const database = await services().database();
  if (database !== null) return answer(await callOf(event, rules, database));
  if (!rules.withoutDatabase) throw new Refusal(404, 'no_accounts');
  return rules.withoutDatabase(event);
}

async function callOf<Who extends Access, Body, Query>(
  { request, url, params, locals, cookies, getClientAddress }: RequestEvent,
  { access, body: schema, query, most = USUAL, limits = [], account }: Rules<Who, Body, Query>,
  database: Database,
): Promise<Call<Who, Body, Query>> {
  const user = await locals.signedIn();
  if (access !== 'anyone' && user === null) throw new Refusal(401, 'signed_out');
  if (access === 'admin' && user?.account.role !== 'admin') throw new Refusal(403, 'forbidden');
  const body = schema ? parsed(schema, await readJson(request, most)) : (undefined as Body);
  const asked = query ? parsed(query, Object.fromEntries(url.searchParams)) : (undefined as Query);
  const address = getClientAddress();
  await count(database, limits, { address, account: account?.(body) ?? user?.account.id ?? null });
  return {
    body,
    query: asked,
    params,
    user: user as Call<Who, Body, Query>['user'],
    database,
    address,
    requestId: locals.requestId,
    cookies,
    request,
    url,
  };
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  throw badRequest(error);
}

function responseOf(value: unknown): Response {
  if (value instanceof Response) return value;
  return Response.json(value, { headers: { 'cache-control': 'no-store' } });
}

function refusalOf(error: unknown, id: string): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof UnreadableBody) return ofBody(error);
  if (error instanceof Unavailable) return new Refusal(503, 'server_away', { seconds: BACK });
  return new Refusal(500, 'server_failed', { id });
}

function ofBody({ status, limit }: UnreadableBody): Refusal {
  if (status === 413) return new Refusal(status, 'too_large', { limit: Math.floor(limit / 1024) });
  return new Refusal(status, 'bad_request', { field: 'body' });
}
