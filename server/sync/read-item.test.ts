import { createHash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { LONGEST_BODY, PREFERENCES_ID, type PushItem } from '../../src/lib/core/wire/sync.ts';
import { readItem } from './read-item.ts';
import {
  anotherSession,
  feedbackItem,
  PHONE,
  preferencesItem,
  runItem,
} from '../../tests/fixtures/sync-records.ts';

test('an item says what it is, and its hash is that of its text', () => {
  const session = anotherSession();
  const item = runItem(session);
  const hash = createHash('sha256').update(item.body!).digest('hex');
  expect(readItem(item, 1)).toMatchObject({ ...item, hash, content: { session } });
  expect(readItem(feedbackItem(session.id, '好'), 1)).toMatchObject({ content: 'feedback' });
  expect(readItem(preferencesItem('drums'), 1)).toMatchObject({
    content: { preferences: { avoid: ['drums'] } },
  });
});

test('case 11: a body of a later schema is JSON, and more is not asked of it', () => {
  const item = { ...runItem(), schemaVersion: 2, body: '{"mood":"a word that nobody knows yet"}' };
  expect(readItem(item, 1)).toMatchObject({ body: item.body, content: null });
  expect(readItem(item, 2)).toBe('malformed');
  expect(readItem({ ...item, body: '{' }, 1)).toBe('malformed');
});

const deep = '['.repeat(10_000) + ']'.repeat(10_000);
const long = `"${'音'.repeat(LONGEST_BODY / 3)}"`;

test.each<[string, (item: PushItem) => unknown, string]>([
  ['nothing', () => null, 'malformed'],
  ['a number', () => 0, 'malformed'],
  ['a list', () => [], 'malformed'],
  ['an id that is none', (item) => ({ ...item, id: { like: '%' } }), 'malformed'],
  ['an id in upper case', (item) => ({ ...item, id: item.id.toUpperCase() }), 'malformed'],
  ['another kind', (item) => ({ ...item, kind: 'picture' }), 'malformed'],
  ['a field too many', (item) => ({ ...item, user: PHONE }), 'malformed'],
  ['a time that is none', (item) => ({ ...item, version: { time: 1e300, client: PHONE } }), 'malformed'],
  ['no JSON', (item) => ({ ...item, body: '{' }), 'malformed'],
  ['the run of another id', (item) => ({ ...item, id: randomUUID() }), 'malformed'],
  ['a body too deep', (item) => ({ ...item, body: deep }), 'malformed'],
  ['half a character', (item) => ({ ...item, body: `${item.body} \ud800` }), 'malformed'],
  ['an inherited key', (item) => ({ ...item, body: '{"__proto__":{}}' }), 'malformed'],
  ['preferences of another id', (item) => ({ ...preferencesItem('x'), id: item.id }), 'malformed'],
  ['a run with the id of preferences', (item) => ({ ...item, id: PREFERENCES_ID }), 'malformed'],
  ['no preferences at all', () => ({ ...preferencesItem('x'), body: null }), 'malformed'],
  ['a body too long', (item) => ({ ...item, body: long }), 'too_large'],
])('case 18: %s is refused', (_, poison, reason) => {
  expect(readItem(poison(runItem()), 1)).toBe(reason);
});
