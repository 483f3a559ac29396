import { m } from '#lib/i18n/paraglide/admin/messages.js';
import { overwriteGetLocale } from '#lib/i18n/paraglide/admin/runtime.js';
import { settings } from '#lib/ui/flow/settings.svelte.ts';

// These messages are compiled apart from the others, so that nobody else loads them. They follow the same setting.
overwriteGetLocale(() => settings.locale);

/** The words of the administrator's pages. */
export const words = m;
