import { expect, test } from 'vitest';
import { playwrightCounts, sum, vitestCounts } from './counts.mjs';

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };
const playwright = { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 2 }, errors: [] };

test('what both runners report is added up', () => {
  const counts = sum([vitestCounts(vitest, 0), playwrightCounts(playwright, 0)]);
  expect(counts).toEqual({ passed: 8, failed: 0, skipped: 3 });
});

test('nothing that went wrong is lost', () => {
  const broken = { ...vitest, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(vitestCounts(broken, 1).failed).toBe(1);
  expect(vitestCounts(vitest, 1).failed).toBe(1);
  expect(vitestCounts(null, 1).failed).toBe(1);
  expect(vitestCounts({ ...vitest, numFailedTests: 2 }, 1).failed).toBe(2);
  expect(playwrightCounts(playwright, 1).failed).toBe(1);
  expect(playwrightCounts({ ...playwright, stats: { ...playwright.stats, flaky: 1 } }, 0).failed).toBe(1);
  expect(playwrightCounts(null, 0).failed).toBe(1);
});
