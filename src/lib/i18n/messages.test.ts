import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../core/errors.ts';
import { m } from './paraglide/messages.js';

const FOLDER = new URL('messages/', import.meta.url);

function messages(locale: string): Record<string, string> {
  const files = readdirSync(new URL(`${locale}/`, FOLDER));
  const contents = files.map((name) =>
    JSON.parse(readFileSync(new URL(`${locale}/${name}`, FOLDER), 'utf8')),
  );
  return Object.assign({}, ...contents) as Record<string, string>;
}

const english = messages('en');
const chinese = messages('zh');
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('messages', () => {
  it('are the same in both languages', () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
  });

  it('take the same values in both, and are never empty', () => {
    const unlike = Object.keys(english).filter(
      (key) =>
        !chinese[key]?.trim() ||
        placeholders(chinese[key]).join() !== placeholders(english[key] ?? '').join(),
    );
    expect(unlike).toEqual([]);
  });

  it('has one for every error', () => {
    expect(ERROR_CODES.filter((code) => !(`error_${code}` in m))).toEqual([]);
  });

  it('is Chinese where it is called for in Chinese', () => {
    expect(m.emotion_sad({}, { locale: 'zh' })).toBe('难过');
    expect(m.emotion_sad({}, { locale: 'en' })).toBe('sad');
  });

  it('sets a space between Chinese and Latin letters or digits', () => {
    const tight = /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/;
    const page = Object.entries(chinese).filter(([, text]) => tight.test(text));
    expect(page).toEqual([]);
  });
});
