import type { AttuneError } from '../core/errors.ts';
import { m } from './paraglide/messages.js';
import { getLocale } from './paraglide/runtime.js';

/** Of what is missing, so much is named. */
const NAMED = 2;

/** @returns what went wrong and what to do, in the user's language. */
export function errorText({ code, details }: AttuneError): string {
  // Every code has a message by its name; a test compares the two lists.
  const message = m[`error_${code}`] as (details: Record<string, unknown>) => string;
  return message(
    code === 'model_incomplete' ? { ...details, missing: missingText(String(details.missing)) } : details,
  );
}

/** @param missing names between commas; of those between bars one would do, and the first is the best. */
function missingText(missing: string): string {
  const names = missing.split(', ').map((ways) => ways.split(' | ')[0]!);
  const more = names.length - NAMED;
  const said = more > 0 ? [...names.slice(0, NAMED), m.missing_more({ count: more })] : names;
  return new Intl.ListFormat(getLocale()).format(said);
}
