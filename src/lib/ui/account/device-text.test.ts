import { afterAll, expect, it } from 'vitest';
import { getLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { deviceText } from './device-text.ts';

const before = getLocale;
afterAll(() => overwriteGetLocale(before));

it.each([
  ['en', 'Samsung Internet on Android', 'Samsung Internet on Android'],
  ['zh', 'Samsung Internet on Android', 'Samsung Internet（Android）'],
  ['en', 'WeChat on iPhone', 'WeChat on iPhone'],
  ['zh', 'WeChat on iPhone', '微信（iPhone）'],
  ['zh', 'Firefox', 'Firefox'],
  ['zh', 'node', 'node'],
] as const)('in %s, %s is %s', (locale, name, text) => {
  overwriteGetLocale(() => locale);
  expect(deviceText({ name })).toBe(text);
});
