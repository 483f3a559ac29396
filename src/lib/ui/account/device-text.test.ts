import { afterAll, expect, it } from 'vitest';
import { getLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { deviceText } from './device-text.ts';

const before = getLocale;
afterAll(() => overwriteGetLocale(before));

const device = (name: string) => ({
  id: '0'.repeat(64),
  name,
  isCurrent: false,
  createdAt: 0,
  lastSeenAt: 0,
});

it.each([
  ['en', 'Samsung Internet on Android', 'Samsung Internet on Android'],
  ['zh', 'Samsung Internet on Android', 'Android 上的 Samsung Internet'],
  ['zh', 'Firefox', 'Firefox'],
  ['zh', 'node', 'node'],
] as const)('in %s, %s is %s', (locale, name, text) => {
  overwriteGetLocale(() => locale);
  expect(deviceText(device(name))).toBe(text);
});
