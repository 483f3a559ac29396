import { AttuneError } from '#lib/core/errors.ts';

/**
 * @param argument that is wrong, as it was written.
 * @param reason in the user's language.
 */
export function badArgument(argument: string, reason: string): AttuneError {
  return new AttuneError('bad_options', { field: argument, reason });
}
