import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AttuneError } from './core/errors.ts';
import { packTokens } from './core/tokens.ts';
import { drawSeed, parseOptions } from './options.ts';

test('what is left out is filled in', () => {
  const { seed, ...params } = parseOptions({ emotion: 'sad' }).params;
  expect(seed).toBeGreaterThanOrEqual(0);
  expect(params).toEqual({
    duration: 30,
    normalisation: 'loudness',
    topK: 250,
    topP: 0,
    temperature: 1,
    cfgCoef: 3,
    variations: 1,
  });
  expect(parseOptions({ emotion: 'sad', preferences: { genres: ['pop'], avoid: undefined } })).toMatchObject({
    intent: 'soothe',
    engine: 'composer',
    words: '',
    preferences: { genres: ['pop'], instruments: [], tempo: null, avoid: [] },
  });
});

test('a given seed is kept, a drawn one is a 32-bit number', () => {
  expect(parseOptions({ emotion: 'sad', params: { seed: 7 } }).params.seed).toBe(7);
  const drawn = Array.from({ length: 100 }, drawSeed);
  expect(drawn.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  expect(new Set(drawn).size).toBeGreaterThan(90);
});

describe('what is wrong is named', () => {
  test.each([
    [{}, 'media, emotion, prompt, words'],
    [{ emotion: 'melancholy' }, 'emotion'],
    [{ prompt: '   ' }, 'prompt'],
    [{ emotion: 'sad', params: { duration: 4 } }, 'params.duration'],
    [{ emotion: 'sad', params: { duration: Number.NaN } }, 'params.duration'],
    [{ emotion: 'sad', params: { seed: -1 } }, 'params.seed'],
    [{ emotion: 'sad', params: { seed: 0.5 } }, 'params.seed'],
    [{ emotion: 'sad', preferences: { genres: ['polka'] } }, 'preferences.genres.0'],
    [{ emotion: 'sad', preferences: { tempo: { min: 90, max: 60 } } }, 'preferences.tempo'],
    [{ emotion: 'sad', preferences: { genre: ['pop'] } }, 'preferences'],
    [{ emotion: 'sad', params: { lenght: 60 } }, 'params'],
    [{ media: 'photo.jpg' }, 'media'],
    [{ emotion: 'sad', colour: 'blue' }, 'options'],
    [null, 'options'],
  ])('%j', (input, field) => {
    expect(() => parseOptions(input)).toThrow(
      expect.objectContaining({ code: 'bad_options', details: expect.objectContaining({ field }) }),
    );
  });

  test('nothing that is not options gets through or breaks anything', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        try {
          parseOptions(input);
        } catch (error) {
          expect(error).toBeInstanceOf(AttuneError);
        }
      }),
    );
  });
});

test('tokens to go on from belong to MusicGen, one for each variation', () => {
  const tokens = packTokens({ codebooks: 4, frames: 2, codes: new Uint16Array(8) });
  const wish = { emotion: 'sad', engine: 'musicgen', params: { variations: 2 } } as const;
  const options = parseOptions({ ...wish, start: [tokens, tokens] });
  expect(options.start).toEqual([tokens, tokens]);
  expect(options.params.model).toBe('Xenova/musicgen-small');
  const refused = expect.objectContaining({ code: 'bad_options' }) as Error;
  expect(() => parseOptions({ ...wish, start: [tokens] })).toThrow(refused);
  expect(() => parseOptions({ emotion: 'sad', start: [tokens] })).toThrow(refused);
});

test('a recording to go on from belongs to MusicGen, in place of tokens', () => {
  const recording = new Blob([]);
  const wish = { emotion: 'sad', engine: 'musicgen' } as const;
  expect(parseOptions({ ...wish, recording }).recording).toBe(recording);
  const start = [packTokens({ codebooks: 4, frames: 2, codes: new Uint16Array(8) })];
  const refused = expect.objectContaining({
    details: expect.objectContaining({ field: 'recording' }),
  }) as Error;
  expect(() => parseOptions({ ...wish, recording, start })).toThrow(refused);
  expect(() => parseOptions({ emotion: 'sad', recording })).toThrow(refused);
});
