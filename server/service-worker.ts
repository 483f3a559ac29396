import { createHash } from 'node:crypto';

/**
 * Stands in the built service worker for the policy that the server sends, in the revisions of what is kept with its
 * policy and lives by it: the page, and every worker. Without it a browser would go on with the policy that an earlier
 * setting gave.
 */
export const POLICY_MARK = '%attune.policy%';

/** @returns the service worker as it is sent with this policy: another one, and so an update, when the policy changes. */
export function serviceWorkerFor(policy: string, built: string): string {
  return built.replaceAll(POLICY_MARK, createHash('sha256').update(policy).digest('hex').slice(0, 16));
}
