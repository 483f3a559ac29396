import { createHash, timingSafeEqual } from 'node:crypto';

/** @returns whether a request carries this token, found out in the same time whatever it carries. */
export function carriesToken({ headers }: Request, token: string): boolean {
  const [, given = ''] = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
