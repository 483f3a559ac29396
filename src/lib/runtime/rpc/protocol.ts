import { AttuneError, type ErrorCode } from '../../core/errors.ts';

/**
 * Calls across a worker boundary, typed once for both sides.
 *
 * Think of it as a method call whose arguments and results are copied by the structured clone algorithm, with three
 * additions: an `AbortSignal` argument works on the other side, a function argument can be called from the other side
 * (without a result: progress reports), and a method may give an async iterable, which is pulled one value at a time.
 * Binary results are moved, not copied, so a served method must not keep what it hands out.
 */

/**
 * From the page to the worker. `id` names a call from its start until its last reply. `stop` says that nobody waits for
 * the call any more: its signal is aborted, and a stream's generator is ended.
 */
export type Request =
  | { kind: 'call'; id: number; method: string; args: unknown[]; stream: boolean }
  | { kind: 'next'; id: number }
  | { kind: 'stop'; id: number };

/** From the worker to the page. `alive` comes first and names a lock that the worker holds while it lives. */
export type Reply =
  | { kind: 'alive'; lock: string }
  | { kind: 'value'; id: number; value: unknown }
  | { kind: 'end'; id: number }
  | { kind: 'error'; id: number; code: ErrorCode; details: Record<string, string | number> }
  | { kind: 'callback'; id: number; argument: number; args: unknown[] };

/** What stands in for an argument that can't be cloned. */
export type Placeholder = { rpcPlaceholder: 'signal' | 'callback' };

export function isPlaceholder(value: unknown): value is Placeholder {
  return typeof value === 'object' && value !== null && 'rpcPlaceholder' in value;
}

/** Names of the methods of `Api` that give a stream. */
export type StreamNames<Api> = {
  [Name in keyof Api]: Api[Name] extends (...args: never[]) => AsyncIterable<unknown> ? Name : never;
}[keyof Api] &
  string;

/** @returns the parts of an error that cross the boundary: its code and its details. */
export function errorReply(id: number, error: unknown): Reply {
  const { code, details } = AttuneError.from(error);
  return { kind: 'error', id, code, details };
}

/** @returns every array buffer that `value` holds, each once: what can be moved instead of copied. */
export function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (value instanceof ArrayBuffer) found.add(value);
  else if (ArrayBuffer.isView(value)) buffersOf(value.buffer, found);
  else if (Array.isArray(value)) for (const item of value) buffersOf(item, found);
  else if (isRecord(value)) for (const item of Object.values(value)) buffersOf(item, found);
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
