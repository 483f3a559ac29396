import type { Key } from '#lib/core/brief.ts';
import { m } from '#lib/i18n/paraglide/messages.js';

const SIGNS: Record<string, string> = { '#': '♯', b: '♭' };

/** @returns a key as musicians write it, `E♭ major`, in the user's language. */
export function keyText({ tonic, mode }: Key): string {
  return `${tonicText(tonic)} ${m[`mode_${mode}`]()}`;
}

/** @returns `Eb` as `E♭`. */
export function tonicText(tonic: string): string {
  return tonic.replace(/[#b]$/, (sign) => SIGNS[sign] ?? sign);
}
