import type { PushAnswer } from '../../src/lib/core/wire/sync.ts';
import { syncedItems } from '../log/metrics.ts';

/** Counts for Prometheus what came of the records of a push. */
export function countPush(answer: PushAnswer): void {
  if (answer.type === 'reset') return;
  for (const { outcome } of answer.outcomes) syncedItems.inc({ outcome });
}
