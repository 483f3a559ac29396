import { describe, expect, test } from 'vitest';
import { AttuneError } from '#lib/core/errors.ts';
import { parseCommand } from './args.ts';

const base = ['compose', '--emotion', 'sad', '--out', 'a.wav'];

function fieldOf(argv: string[]): unknown {
  try {
    parseCommand(argv);
  } catch (error) {
    if (error instanceof AttuneError && error.code === 'bad_options') return error.details.field;
    throw error;
  }
  return null;
}

describe('what is understood', () => {
  test('no arguments, and --help anywhere, give help', () => {
    expect(parseCommand([])).toEqual({ name: 'help' });
    expect(parseCommand(['compose', '--help'])).toEqual({ name: 'help' });
    expect(parseCommand(['--version'])).toEqual({ name: 'version' });
  });

  test('read takes a file', () => {
    expect(parseCommand(['read', 'a.png', '--json'])).toEqual({ name: 'read', file: 'a.png', json: true });
  });

  test('compose carries every option to its field', () => {
    const argv = [
      ...base,
      ...['--intent', 'express', '--duration', '12.5', '--seed', '7', '--genre', 'pop', '--genre', 'rock'],
      ...['--instrument', 'piano', '--tempo', '60-80', '--avoid', 'drums', '--normalise', 'peak'],
      ...['--format', '24', '--midi', 'a.mid', '--json', '--variations', '2'],
    ];
    expect(parseCommand(argv)).toEqual({
      name: 'compose',
      image: null,
      recording: null,
      json: true,
      outputs: { file: 'a.wav', format: '24', midi: 'a.mid', count: 2 },
      accepted: false,
      options: {
        emotion: 'sad',
        intent: 'express',
        preferences: {
          genres: ['pop', 'rock'],
          instruments: ['piano'],
          tempo: { min: 60, max: 80 },
          avoid: ['drums'],
        },
        params: { duration: 12.5, seed: 7, normalisation: 'peak', variations: 2 },
      },
    });
  });

  test('a model, its licence, a recording and how it samples are carried on', () => {
    const engine = ['--engine', 'musicgen', '--continue', 'hum.wav'];
    const model = [...engine, '--model', 'a/b', '--accept-licence'];
    const sampling = ['--top-k', '5', '--top-p', '.5', '--temperature', '2', '--cfg-coef', '4'];
    expect(parseCommand([...base, ...model, ...sampling])).toMatchObject({
      accepted: true,
      recording: 'hum.wav',
      outputs: { count: 1 },
      options: {
        engine: 'musicgen',
        params: { model: 'a/b', topK: 5, topP: 0.5, temperature: 2, cfgCoef: 4 },
      },
    });
  });

  test.each([
    ['a.wav', '16'],
    ['A.WAVE', '16'],
    ['a', '16'],
    ['a.b/c', '16'],
    ['a.flac', 'flac'],
    ['a.MP3', 'mp3'],
  ])('%s is written as %s', (file, format) => {
    expect(parseCommand(['compose', '--emotion', 'sad', '--out', file])).toMatchObject({
      outputs: { file, format, midi: null },
    });
  });

  test('a file that is numbered leaves the one of its name alone', () => {
    const several = ['--engine', 'musicgen', '--continue', 'a.wav', '--variations', '2'];
    expect(parseCommand([...base, ...several])).toMatchObject({ recording: 'a.wav', outputs: { count: 2 } });
  });

  test('a value that begins with a dash may be joined', () => {
    const command = parseCommand([...base, '--words=-quiet-']);
    expect(command).toMatchObject({ options: { words: '-quiet-' } });
  });
});

describe.each([[], ['--engine', 'composer']])(
  'what the composer has no use for is refused: %s',
  (...engine) => {
    test.each([
      ['--model', 'a/b'],
      ['--continue', 'hum.wav'],
      ['--top-k', '5'],
      ['--top-p', '0.5'],
      ['--temperature', '2'],
      ['--cfg-coef', '4'],
      ['--accept-licence'],
    ])('%s', (...flag) => {
      expect(() => parseCommand([...base, ...engine, ...flag])).toThrow(
        expect.objectContaining({
          code: 'bad_options',
          details: { field: flag[0], reason: 'only with --engine musicgen' },
        }),
      );
    });
  },
);

describe('what is refused, by the argument that is wrong', () => {
  test.each([
    [['dance'], 'dance'],
    [['read'], 'FILE'],
    [['read', 'a.png', 'b.png'], 'b.png'],
    [['read', 'a.png', '--seed', '1'], '--seed'],
    [['compose', '--emotion', 'sad'], '--out'],
    [['compose', '--out', 'a.wav'], 'compose'],
    [[...base, 'stray'], 'stray'],
    [[...base, '--prompt', 'slow'], '--prompt'],
    [['compose', '--image', 'a.png', '--emotion', 'sad', '--out', 'a.wav'], '--emotion'],
    [[...base, '--seed', '1', '--seed', '2'], '--seed'],
    [['compose', '--emotion', 'sad', '--out', 'a.aac'], '--out'],
    [['compose', '--emotion', 'sad', '--out', 'a.ogg'], '--out'],
    [['compose', '--emotion', 'sad', '--out', 'a.mp3', '--format', '24'], '--format'],
    [[...base, '--midi', 'a.wav2'], '--midi'],
    [[...base, '--duration', '-5'], '--duration'],
    [['compose', '--words', ' ', '--out', 'a.wav'], 'compose'],
    [[...base, '--midi', './a.wav'], '--midi'],
    [['compose', '--image', 'a.wav', '--out', 'a.wav'], '--image'],
    [[...base, '--engine', 'musicgen', '--continue', './a.wav'], '--continue'],
    [[...base, '--engine', 'musicgen', '--continue', './a-2.wav', '--variations', '2'], '--continue'],
    [[...base, '--constructor'], '--constructor'],
    [[...base, '--sed', '7'], '--sed'],
    [[...base, '--seed'], '--seed'],
    [[...base, '--seed', '-5'], '--seed'],
    [[...base, '--seed', '--json'], '--seed'],
    [[...base, '--json=yes'], '--json'],
    [[...base, '--seed', 'seven'], '--seed'],
    [[...base, '--duration', ''], '--duration'],
    [[...base, '--duration', '1e999'], '--duration'],
    [[...base, '--tempo', 'fast'], '--tempo'],
    [[...base, '--format', '8'], '--format'],
    [[...base, '--normalise', 'loud'], '--normalise'],
    [[...base, '--variations', '9'], '--variations'],
    [[...base, '--engine', 'musicgen', '--midi', 'a.mid'], '--midi'],
  ])('%j', (argv, field) => {
    expect(fieldOf(argv)).toBe(field);
  });
});
