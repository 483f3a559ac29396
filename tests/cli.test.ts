import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { run } from '../src/cli/run.ts';
import { encodeWav } from '../src/lib/audio/encode-wav.ts';
import { truncateTokens, unpackTokens } from '../src/lib/core/tokens.ts';
import { builtMusicgen } from '../models/musicgen/built.ts';
import { TINY } from '../models/musicgen/size.ts';
import { glides } from './fixtures/glides.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const NODE = 'node_modules/.bin/node';
const SAMPLE = 'node_modules/@vladmandic/face-api/demo/sample1.jpg';
const FACES = '../shared/faces';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * A command in this process, as most of what a process of its own takes is its start. One at a time: they share the
 * language and the networks that are loaded.
 */
async function attune(args: string[], language = 'C'): Promise<Outcome> {
  const said = { stdout: '', stderr: '' };
  const to = (name: keyof typeof said) => ({
    isTTY: false,
    write: (text: string) => void (said[name] += text),
  });
  const shell = { env: { ...process.env, LC_ALL: language }, stdout: to('stdout'), stderr: to('stderr') };
  const code = await run(args, shell, new AbortController().signal);
  return { code, ...said };
}

/** A command as a shell starts it. */
function spawned(args: string[], language = 'C'): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: language };
    execFile(NODE, ['src/cli/main.ts', ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'attune-cli-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const before = getLocale;
afterAll(() => overwriteGetLocale(before));

describe('compose', () => {
  test('a face in, music out, the same bytes for the same seed', async () => {
    const args = ['compose', '--image', SAMPLE, '--duration', '5', '--seed', '7', '--json'];
    const [first, second] = await Promise.all(
      ['a', 'b'].map((name) =>
        spawned([...args, '--out', join(folder, `${name}.wav`), '--midi', join(folder, `${name}.mid`)]),
      ),
    );
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const result = JSON.parse(first!.stdout);
    expect(result).toMatchObject({
      emotion: 'happy',
      params: { duration: 5, seed: 7 },
      outputs: [{ wav: join(folder, 'a.wav'), take: { engine: 'composer' } }],
    });
    expect(result.promptInitial).toBeTypeOf('string');
    expect(result.outputs[0].take.measures.loudness).toBeCloseTo(-16, 0);
    expect(result.outputs[0].take.measures.duration).toBeCloseTo(5, 2);
    expect(second!.code).toBe(0);
    for (const kind of ['wav', 'mid']) {
      expect(readFileSync(join(folder, `a.${kind}`))).toEqual(readFileSync(join(folder, `b.${kind}`)));
    }
  });

  test('says what it saw of the face that it goes by, and that this is a guess', async () => {
    expect((await attune(['read', SAMPLE])).stdout).toContain('Face 2:');
    const out = join(folder, 'seen.wav');
    const { code, stdout } = await attune(['compose', '--image', SAMPLE, '--duration', '5', '--out', out]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Face 1: the expression looks happy \(\d+ %\)\.\n  then .*\nA guess .*\nBrief: /);
  });

  test.each([
    ['an emotion', ['--emotion', 'sad']],
    ['a prompt', ['--prompt', 'slow solo piano in A minor, 60 bpm']],
    ['Chinese words', ['--words', '安静的古筝，慢一点，不要鼓']],
    ['an emotion to express', ['--emotion', 'angry', '--intent', 'express']],
  ])('makes music from %s', async (_, source) => {
    const out = join(folder, `${source[1]!.length}.wav`);
    const { code, stderr } = await attune(['compose', ...source, '--duration', '5', '--out', out]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(out).toString('latin1', 0, 4)).toBe('RIFF');
  });

  test('MusicGen from a folder: variations in numbered files, each with its own seed and its tokens', async () => {
    const model = await builtMusicgen(TINY);
    const args = ['compose', '--emotion', 'sad', '--duration', '5', '--seed', '7', '--json'];
    const wish = ['--engine', 'musicgen', '--model', model, '--variations', '2'];
    const { code, stdout, stderr } = await spawned([...args, ...wish, '--out', join(folder, 'neural.flac')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { outputs } = JSON.parse(stdout);
    expect(outputs.map(({ flac }: { flac: string }) => flac)).toEqual(
      [1, 2].map((i) => join(folder, `neural-${i}.flac`)),
    );
    for (const [i, { flac, take }] of outputs.entries()) {
      expect(readFileSync(flac).toString('latin1', 0, 4)).toBe('fLaC');
      expect(take).toMatchObject({ engine: 'musicgen', params: { seed: 7 + i, variations: 1 } });
      expect(Buffer.from(take.tokens.data, 'base64')).toHaveLength(Math.ceil((4 * 250 * 11) / 8));
    }
  });

  test('MusicGen goes on from a recording, with which the piece begins', async () => {
    const hum = join(folder, 'hum.wav');
    writeFileSync(hum, encodeWav(glides(2.5, 44_100, 2), '16'));
    const args = ['compose', '--emotion', 'sad', '--duration', '5', '--engine', 'musicgen', '--json'];
    const wish = ['--model', await builtMusicgen(TINY), '--continue', hum];
    const made = async (seed: string) => {
      const out = join(folder, `on-${seed}.wav`);
      const { code, stdout, stderr } = await attune([...args, ...wish, '--seed', seed, '--out', out]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { tokens } = JSON.parse(stdout).outputs[0].take;
      const take = unpackTokens({ ...tokens, data: new Uint8Array(Buffer.from(tokens.data, 'base64')) });
      expect(take.frames).toBe(250);
      return take;
    };
    const [a, b] = [await made('1'), await made('2')];
    expect(truncateTokens(a, 125)).toEqual(truncateTokens(b, 125));
    expect(a).not.toEqual(b);
  });

  test('MusicGen from the hub asks for its licence to be accepted', async () => {
    const args = ['compose', '--emotion', 'sad', '--engine', 'musicgen', '--out', join(folder, 'n.wav')];
    const { code, stderr } = await attune(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--accept-licence.*CC-BY-NC-4\.0/);
  });

  test.each([
    [
      'C',
      '/nowhere',
      /^attune: --model: there is no folder \/nowhere\. .* holds config\.json, .*onnx\/text_encoder/,
    ],
    ['zh_CN.UTF-8', '/nowhere', /^attune: --model：没有文件夹 \/nowhere。.*config\.json/],
    ['C', 'models/mine', /^attune: --accept-licence: there is no folder models\/mine\. To download /],
    ['zh_CN.UTF-8', 'models/mine', /^attune: --accept-licence：没有文件夹 models\/mine。若要下载/],
  ])('in %s, that %s is no folder is said before anything else', async (language, model, said) => {
    const args = ['compose', '--emotion', 'sad', '--engine', 'musicgen', '--model', model];
    const { code, stderr } = await attune([...args, '--out', join(folder, 'n.wav')], language);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(said) });
  });

  test('a folder that lacks a file is told of it, and of what such a folder holds', async () => {
    const model = join(folder, 'model');
    mkdirSync(model);
    writeFileSync(join(model, 'config.json'), '{}');
    const args = ['compose', '--emotion', 'sad', '--engine', 'musicgen', '--model', model];
    const { code, stderr } = await attune([...args, '--out', join(folder, 'n.wav')]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${model} lacks what is needed here: tokenizer.json, tokenizer_config.json, onnx/`,
    );
    expect(stderr).toContain(
      'holds config.json, tokenizer.json, tokenizer_config.json, onnx/text_encoder*.onnx',
    );
  });

  test.each([
    ['C', /^attune: --top-k: only with --engine musicgen\./],
    ['zh_CN.UTF-8', /^attune: --top-k：只能与 --engine musicgen 一起使用。/],
  ])('in %s, what the composer has no use for is refused', async (language, said) => {
    const args = ['compose', '--emotion', 'sad', '--top-k', '5', '--out', join(folder, 'n.wav')];
    const { code, stderr } = await attune(args, language);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(said) });
  });

  test.each([
    ['flac', 'fLaC'],
    ['mp3', 'ID3'],
  ])('%s by the ending of the file, with its prompt in it', async (ending, magic) => {
    const out = join(folder, `coded.${ending}`);
    const args = ['compose', '--emotion', 'sad', '--duration', '5', '--seed', '7', '--json', '--out', out];
    const { code, stdout, stderr } = await attune(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const result = JSON.parse(stdout);
    expect(result.outputs[0][ending]).toBe(out);
    const file = readFileSync(out).toString('latin1');
    expect(file.startsWith(magic)).toBe(true);
    expect(file).toContain(result.promptFinal);
    expect(file).toContain('"seed":7');
  });
});

describe('nothing is written when it fails', () => {
  const out = (): string => join(folder, 'never.wav');
  const text = (): string => join(folder, 'text.jpg');
  const musicgen = ['--emotion', 'sad', '--engine', 'musicgen', '--accept-licence'];
  beforeAll(() => writeFileSync(text(), '%PDF-1.7 not a picture'));

  test.each([
    ['a bad emotion', () => ['--emotion', 'melancholy'], 2, '--emotion: takes one of angry'],
    [
      'too short',
      () => ['--emotion', 'sad', '--duration', '4'],
      2,
      '--duration: takes a number from 5 to 120',
    ],
    ['too long', () => ['--emotion', 'sad', '--duration', '121'], 2, '--duration'],
    ['a bad seed', () => ['--emotion', 'sad', '--seed', '1.5'], 2, 'a whole number from 0 to 4294967295'],
    ['a folder for a file', () => ['--emotion', 'sad', '--midi', folder], 5, 'is a folder'],
    ['a genre there is none of', () => ['--emotion', 'sad', '--genre', 'polka'], 2, '--genre'],
    ['an unknown engine', () => ['--emotion', 'sad', '--engine', 'orchestra'], 2, '--engine'],
    ['no such picture', () => ['--image', join(folder, 'none.jpg')], 5, 'none.jpg'],
    ['no such recording', () => [...musicgen, '--continue', join(folder, 'none.wav')], 5, 'none.wav'],
    ['a recording that is none', () => [...musicgen, '--continue', text()], 5, 'no sound file'],
    ['a recording without MusicGen', () => ['--emotion', 'sad', '--continue', text()], 2, '--continue'],
    ['a PDF named .jpg', () => ['--image', text()], 5, ''],
    [
      'a folder that is not there',
      () => ['--emotion', 'sad', '--midi', join(folder, 'no', 'a.mid')],
      5,
      'a.mid',
    ],
  ])('%s', async (_, args, code, said) => {
    const outcome = await attune(['compose', ...args(), '--out', out()]);
    expect(outcome.code).toBe(code);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toMatch(/^attune: /);
    expect(outcome.stderr).toContain(said);
    expect(existsSync(out())).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test.each([
    ['C', /^attune: --emotion: /],
    ['zh_CN.UTF-8', /^attune: --emotion：/],
  ])('a shell is told by the exit code, and in %s what was wrong', async (language, said) => {
    const outcome = await spawned(['compose', '--emotion', 'melancholy', '--out', out()], language);
    expect(outcome).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(said) });
  });

  test('failures are told in the language of the environment', async () => {
    const args = ['compose', '--emotion', 'sad', '--duration', '4', '--out', out()];
    const [english, chinese] = [await attune(args, 'en_GB.UTF-8'), await attune(args, 'zh_CN.UTF-8')];
    expect(chinese.code).toBe(english.code);
    expect(chinese.stderr).toMatch(/[\u4e00-\u9fff]/);
    expect(english.stderr).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

describe('read', () => {
  test('prints a reading of every face', async () => {
    const { code, stdout } = await attune(['read', SAMPLE, '--json']);
    expect(code).toBe(0);
    const { readings } = JSON.parse(stdout);
    expect(readings.length).toBeGreaterThan(0);
    expect(readings[0]).toMatchObject({ emotion: 'happy', unsure: null });
  });

  test.skipIf(!existsSync(FACES))('a smile is happy; a cat and a coffee are no face', async () => {
    const look = (name: string) => attune(['read', `${FACES}/${name}.png`, '--json']);
    expect(JSON.parse((await look('astronaut')).stdout).readings[0].emotion).toBe('happy');
    for (const name of ['no-face-cat', 'no-face-coffee'])
      expect(await look(name)).toMatchObject({ code: 3, stdout: '' });
  });
});
