import type { Device } from '#lib/core/wire/account.ts';
import { m } from '#lib/i18n/paraglide/messages.js';

/** @returns what a device is called in the user's language: the server says it in English, "Firefox on Linux". */
export function deviceText({ name }: Pick<Device, 'name'>): string {
  const [english = name, system] = name.split(' on ');
  const browser = english === 'WeChat' ? m.account_device_wechat() : english;
  return system === undefined ? browser : m.account_device_name({ browser, system });
}
