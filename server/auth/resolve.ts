import { services } from '../services.ts';
import { clearToken, hasCookie, keepToken, readToken, type CookieJar } from './session-cookie.ts';
import type { SignedIn } from './signed-in.ts';

/**
 * Makes what answers who sends a request. The database is asked at the first call, and only where there is a token, so
 * that pages and files cost it nothing. A cookie that signs nobody in is cleared.
 * @returns a function that throws Unavailable where the database can't be asked
 */
export function signedInBy(jar: CookieJar): () => Promise<SignedIn | null> {
  let found: Promise<SignedIn | null> | undefined;
  return () => (found ??= resolve(jar));
}

async function resolve(jar: CookieJar): Promise<SignedIn | null> {
  if (!hasCookie(jar)) return null;
  const token = readToken(jar);
  const database = await services().database();
  if (database === null) return null;
  // Loaded when it is needed: pages are served already.
  const { findSignIn } = await import('./sign-ins.ts');
  const found = token && (await database.use((queries) => findSignIn(queries, token)));
  if (!found) {
    clearToken(jar);
    return null;
  }
  const { movedTo, ...signedIn } = found;
  if (movedTo) keepToken(jar, { token, expiresAt: movedTo });
  return signedIn;
}
