import { baseLocale, isLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';

/** Speaks the language of the environment, as POSIX orders its variables; English where there is none we know. */
export function speakLanguageOf(environment: NodeJS.ProcessEnv): void {
  const named = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  const language = named.split(/[_.@-]/)[0]?.toLowerCase();
  const locale = isLocale(language) ? language : baseLocale;
  overwriteGetLocale(() => locale);
}
