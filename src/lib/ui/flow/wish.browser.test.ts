import { expect, it } from 'vitest';
import { wish } from './wish.svelte.ts';
import { work } from './work.svelte.ts';

/** Requests to the server's agents, which this page has none of. */
function asked(): string[] {
  const requests = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
  return requests.filter((path) => path.startsWith('/api/agents'));
}

it('has the rules write where there is no server, and asks for one once', async () => {
  await wish.startFrom({ kind: 'emotion', emotion: 'sad', affect: null, by: 'hand' });
  const first = wish.brief;
  await wish.redraft();
  wish.words = 'a slow harp';
  await wish.compose();
  expect(first).toMatchObject({ author: 'rules', emotion: 'sad' });
  expect(wish.brief).toMatchObject({ author: 'rules', words: 'a slow harp' });
  expect(wish.brief?.sections.some(({ instruments }) => instruments.includes('harp'))).toBe(true);
  expect(wish.fallBack).toBeNull();
  expect(work.failure).toBeNull();
  expect(asked()).toEqual(['/api/agents']);
});
