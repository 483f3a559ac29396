import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

/** Less than this is told in seconds. */
const MINUTE = 60;
/** Seconds left are told in steps of so many: a count-down that flickers is no calm. */
const STEP = 5;

/** @returns bytes in the user's language, in MB or, from one on, in GB (powers of ten, as disks are sold). */
export function bytesText(bytes: number): string {
  const isLarge = bytes >= 1e9;
  return new Intl.NumberFormat(getLocale(), {
    style: 'unit',
    unit: isLarge ? 'gigabyte' : 'megabyte',
    maximumFractionDigits: isLarge || bytes < 10e6 ? 1 : 0,
  }).format(bytes / (isLarge ? 1e9 : 1e6));
}

/** @returns "about 40 s left", or in minutes. */
export function timeLeftText(seconds: number): string {
  const whole = Math.max(STEP, Math.ceil(seconds / STEP) * STEP);
  return whole < MINUTE
    ? m.time_left_seconds({ value: whole })
    : m.time_left_minutes({ value: Math.ceil(seconds / MINUTE) });
}
