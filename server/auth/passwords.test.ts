import { expect, test } from 'vitest';
import { hashPassword, isPassword } from './passwords.ts';

test('a password matches its own hash, and nothing matches that of nobody', async () => {
  const hash = await hashPassword('correct horse battery');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await isPassword(hash, 'correct horse battery')).toBe(true);
  expect(await isPassword(hash, 'correct horse batterz')).toBe(false);
  expect(await isPassword(null, 'correct horse battery')).toBe(false);
});

test('as many wait as can be served soon; the others are told to come again', async () => {
  const results = await Promise.allSettled(Array.from({ length: 90 }, () => hashPassword('one of many')));
  const refused = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  expect(refused.length).toBeGreaterThan(0);
  for (const reason of refused) expect(reason).toMatchObject({ status: 503, code: 'server_away' });
  expect(results.length - refused.length).toBeGreaterThanOrEqual(80);
  expect(await hashPassword('and then one more')).toContain('argon2id');
});
