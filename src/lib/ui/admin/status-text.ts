import type { LogStatus } from '#lib/core/wire/admin.ts';
import { words } from './words.ts';

const TEXTS: Record<LogStatus, () => string> = {
  ok: words.admin_status_ok,
  refused: words.admin_status_refused,
  failed: words.admin_status_failed,
};

export function statusText(status: LogStatus): string {
  return TEXTS[status]();
}
