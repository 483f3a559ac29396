import * as z from 'zod';
import { LogStatus } from '#lib/core/wire/admin.ts';

/** What lines are looked for, as the form has it: empty where nothing is said. Instants are ISO 8601, in UTC. */
export interface LogFilter {
  request: string;
  operation: string;
  status: string;
  from: string;
  until: string;
  word: string;
}

export const EVERYTHING: LogFilter = {
  request: '',
  operation: '',
  status: '',
  from: '',
  until: '',
  word: '',
};
const NAMES = ['request', 'operation', 'status', 'from', 'until', 'word'] as const;

/** @returns what an address asks for; what it can't ask for is left out. */
export function readFilter(query: URLSearchParams): LogFilter {
  const filter = { ...EVERYTHING };
  for (const name of NAMES) filter[name] = query.get(name) ?? '';
  return LogStatus.safeParse(filter.status).success ? filter : { ...filter, status: '' };
}

/** @returns the query that asks for it, of the page as of the server. */
export function writeFilter(filter: LogFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of NAMES) {
    const value = filter[name].trim();
    if (value !== '') query.set(name, value);
  }
  return query;
}

export function isRequestId(text: string): boolean {
  return z.uuid().safeParse(text.trim()).success;
}

/** @returns an instant as a date field has it, in the user's time zone; '' for none. @param iso or '' */
export function toField(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @returns the instant in a date field, ISO 8601 in UTC; '' for none. */
export function fromField(local: string): string {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
