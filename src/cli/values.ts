import { m } from '#lib/i18n/paraglide/messages.js';
import { badArgument } from './bad-argument.ts';
import { takenBy } from './wants.ts';

/** @returns what `text` says, undefined where there is none. @throws AttuneError `bad_options` for no number. */
export function numberOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw unwanted(flag);
  return value;
}

/** @throws AttuneError `bad_options` for what is no range of whole numbers, such as `60-80`. */
export function rangeOf(flag: string, text: string): { min: number; max: number } {
  const [, min, max] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  if (min === undefined || max === undefined) throw badArgument(flag, m.cli_not_a_range({ text }));
  return { min: Number(min), max: Number(max) };
}

/** @throws AttuneError `bad_options` for what is not among `choices`. */
export function choiceOf<T extends string>(flag: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((known) => known === text);
  if (choice === undefined) throw badArgument(flag, m.cli_not_one_of({ text, choices: choices.join(', ') }));
  return choice;
}

/** The error that says what a flag takes. */
export function unwanted(flag: string): Error {
  return badArgument(flag, m.cli_wants({ what: takenBy(flag) ?? '' }));
}
