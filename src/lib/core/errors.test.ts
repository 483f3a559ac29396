import { expect, test } from 'vitest';
import { AttuneError } from './errors.ts';

test.each([
  ['an abort', AbortSignal.abort().reason, 'cancelled'],
  ['an abort by the clock', new DOMException('too late', 'TimeoutError'), 'cancelled'],
  ['another of the platform', new DOMException('gone', 'NotReadableError'), 'unexpected'],
  ['a mistake', new TypeError('no such thing'), 'unexpected'],
  ['what is no error', 'gone', 'unexpected'],
])('%s gets a code and keeps its cause', (_, thrown: unknown, code) => {
  expect(AttuneError.from(thrown)).toMatchObject({ code, cause: thrown });
});

test('an error with a code stays itself', () => {
  const error = new AttuneError('no_face');
  expect(AttuneError.from(error)).toBe(error);
});
