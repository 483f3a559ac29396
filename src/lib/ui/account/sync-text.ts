import { errorText } from '#lib/i18n/error-text.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { SyncStatus } from '#lib/ui/flow/sync.svelte.ts';

/** @returns whether this device and the account are the same, in a few words. */
export function syncText(status: SyncStatus): string {
  switch (status.type) {
    case 'off':
      return m.sync_off();
    case 'up-to-date':
      return m.sync_up_to_date();
    case 'waiting':
      return m.sync_waiting({ count: status.count });
    case 'offline':
      return status.count > 0 ? m.sync_offline_waiting({ count: status.count }) : m.sync_offline();
    case 'needs-sign-in':
      return m.sync_needs_sign_in();
    case 'refused':
      return m.sync_refused({ count: status.count });
    case 'failed':
      return errorText(status.error);
  }
}
