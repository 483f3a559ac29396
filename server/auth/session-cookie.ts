/** The cookie that says which device asks: it holds a token, which scripts can't read and other sites can't send along. */
import type { RequestEvent } from '@sveltejs/kit';
import type { Token } from './sign-ins.ts';

/** What it takes to read and write it. */
export type CookieJar = Pick<RequestEvent, 'cookies' | 'url'>;

const TOKEN = /^[\w-]{43}$/;

/** @returns the token; null where there is none, or what is there was never one. */
export function readToken({ cookies, url }: CookieJar): string | null {
  const value = cookies.get(nameOf(url)) ?? '';
  return TOKEN.test(value) ? value : null;
}

/** @returns whether there is a cookie, whatever it holds. */
export function hasCookie({ cookies, url }: CookieJar): boolean {
  return cookies.get(nameOf(url)) !== undefined;
}

export function keepToken({ cookies, url }: CookieJar, { token, expiresAt }: Token): void {
  cookies.set(nameOf(url), token, { ...attributesOf(url), expires: expiresAt });
}

export function clearToken({ cookies, url }: CookieJar): void {
  cookies.delete(nameOf(url), attributesOf(url));
}

/** No other host, and nobody on the way, can set a cookie that is named `__Host-`; browsers take it over https alone. */
function nameOf(url: URL): string {
  return isSecure(url) ? '__Host-attune' : 'attune';
}

function attributesOf(url: URL) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(url) } as const;
}

function isSecure({ protocol }: URL): boolean {
  return protocol === 'https:';
}
