import { afterEach, expect, test } from 'vitest';
import { AttuneError } from '../core/errors.ts';
import { errorText } from './error-text.ts';
import { getLocale, overwriteGetLocale } from './paraglide/runtime.js';

const before = getLocale;
afterEach(() => overwriteGetLocale(before));

const incomplete = (missing: string): string =>
  errorText(new AttuneError('model_incomplete', { model: 'some/model', missing }));

test('details are said where they belong', () => {
  expect(errorText(new AttuneError('file_unreadable', { path: 'a.jpg' }))).toContain('a.jpg');
});

test.each([
  ['config.json', 'config.json.'],
  ['config.json, tokenizer.json', 'config.json and tokenizer.json.'],
  ['config.json, tokenizer.json, c, d', 'config.json, tokenizer.json, and 2 more.'],
  ['onnx/a_q8.onnx | onnx/a_q4.onnx | onnx/a.onnx', 'onnx/a_q8.onnx.'],
])('of what a model lacks, %s, the first are named', (missing, said) => {
  expect(incomplete(missing)).toContain(`: ${said}`);
});

test('in Chinese too', () => {
  overwriteGetLocale(() => 'zh');
  expect(incomplete('a, b, c, d, e')).toContain('：a、b和另外 3 个。');
});
