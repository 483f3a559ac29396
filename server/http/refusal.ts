import type * as z from 'zod';
import type { ErrorCode } from '../../src/lib/core/errors.ts';
import type { Failure } from '../../src/lib/core/wire/failure.ts';

/** A request that is not carried out, for a reason that whoever asked can act on. Nothing has been changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: ErrorCode;
  readonly details: Record<string, string | number>;

  /** @param details the parameters of the code's message. */
  constructor(status: number, code: ErrorCode, details: Record<string, string | number> = {}) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** @returns what is said of input that is not as its schema has it: which field. */
export function badRequest({ issues }: z.ZodError): Refusal {
  return new Refusal(400, 'bad_request', { field: issues[0]?.path.join('.') || 'body' });
}

/** @returns the answer that says so. */
export function refused({ status, code, details }: Refusal, id: string): Response {
  const failure: Failure = { error: { code, details, id } };
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (typeof details.seconds === 'number') headers.set('retry-after', String(Math.ceil(details.seconds)));
  return Response.json(failure, { status, headers });
}
