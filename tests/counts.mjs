// Adds up what the test runners report, so that one line says it. Runs on any Node from 20 on.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {number} n @returns {Counts} */
export const passed = (n) => ({ passed: n, failed: 0, skipped: 0 });

/** @param {number} n @returns {Counts} */
export const failed = (n) => ({ passed: 0, failed: n, skipped: 0 });

/** @param {Counts[]} counts @returns {Counts} */
export function sum(counts) {
  return counts.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }));
}

/** @param {Counts} counts @returns {string} the end of the line, empty where nothing was skipped */
export const skipped = (counts) => (counts.skipped > 0 ? `, ${counts.skipped} skipped` : '');

/**
 * What vitest's JSON reporter says. A file that could not be read counts as one failure, and so does a run that failed
 * without a failed test (an unhandled error).
 * @param {any} report null where there is none
 * @param {number} exitCode
 * @returns {Counts}
 */
export function vitestCounts(report, exitCode) {
  if (!report) return failed(1);
  const broken = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return atLeastOneFailure(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    exitCode,
  );
}

/**
 * What Playwright's JSON reporter says. A test that passed at the second try is a failure here.
 * @param {any} report null where there is none
 * @param {number} exitCode
 * @returns {Counts}
 */
export function playwrightCounts(report, exitCode) {
  if (!report) return failed(1);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return atLeastOneFailure(
    { passed: expected, failed: unexpected + flaky + report.errors.length, skipped },
    exitCode,
  );
}

/** @param {Counts} counts @param {number} exitCode @returns {Counts} */
function atLeastOneFailure(counts, exitCode) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
