import { m } from '#lib/i18n/paraglide/messages.js';
import type { Download } from '#lib/music/engine.ts';
import type { Update } from '#lib/update.ts';

/** Standard error, be it a terminal or not. */
export type ErrorStream = Pick<NodeJS.WriteStream, 'isTTY'> & { write(text: string): unknown };

/**
 * Shows on a terminal which stage runs and how far it is. What befell the music is told also where standard error is
 * none: the piece is not all it should be.
 */
export function showProgress(update: Update, screen: ErrorStream): void {
  const told = happeningText(update);
  if (told !== null) screen.write(`${screen.isTTY ? line('') : ''}${told}\n`);
  if (!screen.isTTY) return;
  if (update.type === 'started') screen.write(line(m[`stage_${update.stage}`]()));
  if (update.type === 'loading') screen.write(line(`${loadingText(update.download)} ${percent(update)}`));
  if (update.type === 'progress') screen.write(line(`${m[`stage_${update.stage}`]()} ${percent(update)}`));
  if (update.type === 'done' || update.type === 'failed') screen.write(line(''));
}

function happeningText(update: Update): string | null {
  if (update.type === 'moved') return m[`moved_${update.to}`]();
  if (update.type !== 'warning') return null;
  return `${m.variation({ number: update.variation + 1 })}: ${m[`warning_${update.warning}`]()}`;
}

function loadingText(download: Download | null): string {
  return download === null
    ? m.work_prepare()
    : `${m.work_download()} (${m.cli_download(megabytes(download))})`;
}

function percent({ fraction }: { fraction: number }): string {
  return `${Math.round(fraction * 100)} %`;
}

function megabytes({ done, total }: Download): { done: number; total: number } {
  return { done: Math.round(done / 1e6), total: Math.round(total / 1e6) };
}

/** Replaces the terminal's current line: ECMA-48 EL, erase in line. */
function line(text: string): string {
  return `\r\u001b[K${text}`;
}
