import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync('package-lock.json', 'utf8');
const { packages } = JSON.parse(text) as { packages: Record<string, { name?: string; version?: string }> };

test('there is one onnxruntime, by whatever name, and none that downloads from elsewhere', () => {
  const runtimes = Object.entries(packages).filter(([path]) => /\/onnxruntime-(web|node)$/.test(path));
  const what = runtimes.map(
    ([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)} ${version}`,
  );
  expect(what.length).toBeGreaterThan(0);
  expect([...new Set(what)]).toEqual(['onnxruntime-web 1.30.0']);
});

test('the lockfile names versions, so that a clean install needs no guess, and no registry', () => {
  const unversioned = Object.entries(packages).filter(([, entry]) => !entry.version);
  expect(unversioned).toEqual([]);
  expect(text).not.toMatch(/"resolved": "https?:/);
});
