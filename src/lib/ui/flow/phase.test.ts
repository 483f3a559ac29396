import { expect, it } from 'vitest';
import type { Brief } from '#lib/core/brief.ts';
import type { Look } from '#lib/core/reading.ts';
import type { Made } from '#lib/update.ts';
import { phaseOf } from './phase.ts';

const look: Look = { width: 1, height: 1, readings: [] };
const draft = {} as Brief;
const made = {} as Made;

it('falls back to the furthest thing that is held when a task stops', () => {
  const nothing = { task: null, look: null, draft: null, made: null };
  expect(phaseOf(nothing)).toBe('idle');
  expect(phaseOf({ ...nothing, look })).toBe('seen');
  expect(phaseOf({ ...nothing, look, draft })).toBe('written');
  expect(phaseOf({ ...nothing, look, draft, made })).toBe('made');
  expect(phaseOf({ ...nothing, draft })).toBe('written');
});

it('shows what is under way whatever is held', () => {
  expect(phaseOf({ task: 'read', look, draft, made })).toBe('reading');
  expect(phaseOf({ task: 'write', look, draft, made })).toBe('writing');
  expect(phaseOf({ task: 'make', look, draft, made: null })).toBe('making');
});
