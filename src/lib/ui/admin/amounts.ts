import { settings } from '#lib/ui/flow/settings.svelte.ts';

/** @returns a number in the user's language. @param digits after the point, at most */
export function numberText(value: number, digits = 0): string {
  return new Intl.NumberFormat(settings.locale, { maximumFractionDigits: digits }).format(value);
}

/** @returns a change with its sign, to two digits. */
export function changeText(value: number): string {
  return new Intl.NumberFormat(settings.locale, {
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  }).format(value);
}

/** @returns milliseconds, in seconds where there are many. */
export function durationText(ms: number): string {
  const isLong = ms >= 1000;
  return new Intl.NumberFormat(settings.locale, {
    style: 'unit',
    unit: isLong ? 'second' : 'millisecond',
    maximumFractionDigits: 1,
  }).format(isLong ? ms / 1000 : ms);
}

/** @returns an instant in the user's language and time zone. @param ms since the epoch */
export function instantText(ms: number, timeStyle: 'short' | 'medium' = 'short'): string {
  return new Intl.DateTimeFormat(settings.locale, { dateStyle: 'medium', timeStyle }).format(ms);
}
