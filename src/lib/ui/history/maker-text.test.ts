import { expect, test } from 'vitest';
import { Params } from '#lib/core/params.ts';
import { makerText } from './maker-text.ts';

test.each([
  ['composer', undefined, 'Composer'],
  ['musicgen', undefined, 'MusicGen · small'],
  ['musicgen', 'Xenova/musicgen-small', 'MusicGen · small'],
  ['musicgen', 'someone/MusicGen-Medium', 'MusicGen · Medium'],
  ['musicgen', 'someone/calm-songs', 'MusicGen · calm-songs'],
] as const)('%s with %s is called %s', (engine, model, text) => {
  const params = Params.parse({ seed: 7, ...(model && { model }) });
  expect(makerText({ engine, params })).toBe(text);
});

test('the cloud is called by the version that made it', () => {
  const params = Params.parse({ seed: 7, cloud: { version: 'melody-large' } });
  expect(makerText({ engine: 'cloud', params })).toBe('In the cloud · melody-large');
});
