import { expect, test } from 'vitest';
import { asDigest, matches, type Digest } from './digest.ts';

const FILE = new Blob(['hello world\n']);

// By `sha256sum` and `git hash-object`.
const RIGHT: Digest[] = [
  { kind: 'sha256', hex: 'a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447' },
  { kind: 'git', hex: '3b18e512dba79e4c8300dd08aeb37f8e728b8dad' },
];

test.each(RIGHT)('a file is known by its $kind', async (digest) => {
  expect(await matches(FILE, digest)).toBe(true);
  expect(await matches(new Blob(['hello world']), digest)).toBe(false);
});

test('a hash of a large file can be stopped', async () => {
  await expect(matches(FILE, RIGHT[0]!, AbortSignal.abort())).rejects.toThrow();
});

test('what is no digest is none', () => {
  expect(asDigest('sha256', undefined)).toBeNull();
  expect(asDigest('sha256', 'abc')).toBeNull();
  expect(asDigest('git', RIGHT[1]!.hex.toUpperCase())).toBeNull();
  expect(asDigest('git', RIGHT[1]!.hex)).toEqual(RIGHT[1]);
});
