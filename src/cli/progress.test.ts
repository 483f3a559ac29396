import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Update } from '#lib/update.ts';
import { showProgress } from './progress.ts';

function shown(update: Update, isTTY: boolean): string {
  const screen = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY });
  showProgress(update, screen as unknown as NodeJS.WriteStream);
  return `${screen.read() ?? ''}`.replaceAll('\r\u001b[K', '');
}

const download = { done: 40e6, total: 300e6, secondsLeft: 9 };

test.each<[Update, string]>([
  [
    { type: 'loading', stage: 'generate', fraction: 0.12, download },
    'Downloading the model (40 of 300 MB) 12 %',
  ],
  [{ type: 'loading', stage: 'generate', fraction: 0.95, download: null }, 'Preparing the model 95 %'],
  [{ type: 'progress', stage: 'generate', fraction: 0.12 }, 'Making the music 12 %'],
  [{ type: 'done', stage: 'generate' }, ''],
])('of %o a terminal shows what it is at, and nothing else does', (update, text) => {
  expect(shown(update, true)).toBe(text);
  expect(shown(update, false)).toBe('');
});

test.each([true, false])('what befell the music is told, on a terminal (%s) or not', (isTTY) => {
  const warning: Update = { type: 'warning', variation: 1, warning: 'silence' };
  expect(shown(warning, isTTY)).toBe(
    'Take 2: This take falls silent before its end. Another seed may do better.\n',
  );
  expect(shown({ type: 'moved', to: 'wasm' }, isTTY)).toMatch(/\.\n$/);
});
