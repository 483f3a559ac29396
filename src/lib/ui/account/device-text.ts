import type { Device } from '#lib/core/wire/account.ts';
import { m } from '#lib/i18n/paraglide/messages.js';

/** @returns what a device is called in the user's language: the server says it in English, "Firefox on Linux". */
export function deviceText({ name }: Device): string {
  const [browser, system] = name.split(' on ');
  return browser && system ? m.account_device_name({ browser, system }) : name;
}
