import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFeedback, anyPreferences, anySession } from '../../../../tests/fixtures/any-session.ts';
import { NO_PREFERENCES } from '../preferences.ts';
import type { Reading } from '../reading.ts';
import { Session } from '../session.ts';
import {
  decodeFeedback,
  decodePreferences,
  decodeRun,
  encodeFeedback,
  encodePreferences,
  encodeRun,
  isBody,
} from './records.ts';
import { LONGEST_BODY } from './sync.ts';

/** The same value, every object of it written in the opposite order. */
function reversed<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(reversed) as T;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]) => [key, reversed<unknown>(part)])
      .reverse(),
  ) as T;
}

test('every session comes back whole but for its feedback, and gives one text whatever the order of its keys', () => {
  fc.assert(
    fc.property(anySession, (session) => {
      expect(Session.safeParse(session).error).toBeUndefined();
      const text = encodeRun(session);
      expect(decodeRun(text)).toEqual({ ...session, feedback: null });
      expect(encodeRun(reversed(session))).toBe(text);
      expect(encodeRun({ ...session, feedback: null })).toBe(text);
      expect(encodeRun(decodeRun(text)!)).toBe(text);
      expect(text.isWellFormed()).toBe(true);
    }),
  );
});

test('a run says of a face what its piece is written from, and no more; what an older app wrote is read', () => {
  const kept = { emotion: 'sad', confidence: 0.7, affect: { valence: -0.5, arousal: -0.3 } } as const;
  const whole: Reading = {
    ...kept,
    box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 },
    detection: 0.9,
    probabilities: { angry: 0, disgust: 0, fear: 0, sad: 0.7, neutral: 0.3, happy: 0, surprise: 0 },
    unsure: null,
    quality: { size: 120, brightness: 0.5 },
    at: 1,
  };
  const text = encodeRun({ ...session, reading: whole });
  expect((JSON.parse(text) as Session).reading).toEqual(kept);
  const older = JSON.stringify({ ...(JSON.parse(text) as object), reading: whole });
  expect(decodeRun(older)).toEqual(decodeRun(text));
});

test('all feedback and all preferences come back', () => {
  fc.assert(
    fc.property(anyFeedback, anyPreferences, (feedback, preferences) => {
      expect(decodeFeedback(encodeFeedback(feedback))).toEqual(feedback);
      expect(encodeFeedback(reversed(feedback))).toBe(encodeFeedback(feedback));
      expect(decodePreferences(encodePreferences(preferences))).toEqual(preferences);
      expect(encodePreferences(reversed(preferences))).toBe(encodePreferences(preferences));
    }),
  );
});

const [session] = fc.sample(
  anySession.filter(({ take }) => (take.tokens?.frames ?? 0) > 0),
  { numRuns: 1, seed: 1 },
) as [Session];

interface RunText extends Record<string, unknown> {
  take: { tokens: { data: unknown } };
}

/** The text of a run, changed. */
function changed(change: (run: RunText) => object): string {
  const run = JSON.parse(encodeRun(session)) as RunText;
  return JSON.stringify({ ...run, ...change(run) });
}

const withData = (change: (data: string) => unknown): string =>
  changed(({ take }) => ({
    take: { ...take, tokens: { ...take.tokens, data: change(take.tokens.data as string) } },
  }));

test.each([
  ['no JSON', '{'],
  ['no object', '0'],
  ['a list', '[]'],
  ['null', 'null'],
  ['another record', encodePreferences(NO_PREFERENCES)],
  ['base64 with a letter that is none', withData(() => 'AAA*')],
  ['base64 with bits left over', withData((data) => `${data.slice(0, -4)}AB==`)],
  ['tokens that are too few', withData(() => '')],
  ['bytes as a list', withData(() => [1, 2])],
  ['feedback, which is a record of its own', changed(() => ({ feedback: null }))],
  ['an emotion that is none', changed(() => ({ emotion: 'joy' }))],
  ['half a character', `${encodeRun(session).slice(0, -1)},"x":"\ud800"}`],
])('a run that is %s is none', (_, text) => {
  expect(decodeRun(text)).toBeNull();
});

test('a body is no longer and no deeper than it may be', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expect(isBody(deep(16))).toBe(true);
  expect(isBody(deep(17))).toBe(false);
  expect(isBody(deep(100_000))).toBe(false);
  const long = (bytes: number) => `"${'音'.repeat((bytes - 2) / 3)}"`;
  expect(isBody(long(LONGEST_BODY - 2))).toBe(true);
  expect(isBody(long(LONGEST_BODY + 1))).toBe(false);
});

test('what an object inherits is not taken for its own', () => {
  const text = changed(() => ({})).replace('{', '{"__proto__":{"emotion":"sad"},');
  const read = decodeRun(text)!;
  expect(read).toEqual({ ...session, feedback: null });
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});
