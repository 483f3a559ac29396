import { m } from '#lib/i18n/paraglide/messages.js';
import type { Download } from '#lib/music/engine.ts';
import type { Update } from '#lib/update.ts';

/** Shows on a terminal which stage runs and how far it is; says nothing where standard error is not one. */
export function showProgress(update: Update, screen: NodeJS.WriteStream): void {
  if (!screen.isTTY) return;
  if (update.type === 'started') screen.write(line(m[`stage_${update.stage}`]()));
  if (update.type === 'progress') {
    const download = update.download ? ` (${m.cli_download(megabytes(update.download))})` : '';
    const percent = Math.round(update.fraction * 100);
    screen.write(line(`${m[`stage_${update.stage}`]()} ${percent} %${download}`));
  }
  if (update.type === 'done' || update.type === 'failed') screen.write(line(''));
}

function megabytes({ done, total }: Download): { done: number; total: number } {
  return { done: Math.round(done / 1e6), total: Math.round(total / 1e6) };
}

/** Replaces the terminal's current line: ECMA-48 EL, erase in line. */
function line(text: string): string {
  return `\r\u001b[K${text}`;
}
