import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtMusicgen } from '../models/musicgen/built.ts';
import { TINY, TINY_STEREO } from '../models/musicgen/size.ts';
import { glides } from './fixtures/glides.ts';
import { encodeWav } from '../src/lib/audio/encode-wav.ts';
import type { Audio } from '../src/lib/core/audio.ts';
import { SAMPLE_RATE, truncateTokens, unpackTokens, type Tokens } from '../src/lib/core/tokens.ts';
import { runWorkflow, unload, type Update } from '../src/lib/index.ts';
import { builtFiles, wasm } from '../src/lib/music/engines/musicgen/built.testing.ts';
import { encodeSound } from '../src/lib/music/engines/musicgen/codec-encoder.ts';
import type { OptionsInput } from '../src/lib/options.ts';

let model: string;
beforeAll(async () => {
  model = await builtMusicgen(TINY);
});
afterAll(unload);

const wav = (audio: Audio): Blob => new Blob([encodeWav(audio, '32f')]);
const hum = glides(3, SAMPLE_RATE, 1);

type Wish = OptionsInput['params'] & Pick<OptionsInput, 'recording' | 'start' | 'words'>;

function made({ recording, start, words, ...params }: Wish, watch?: (update: Update) => void) {
  const input: OptionsInput = {
    emotion: 'sad',
    engine: 'musicgen',
    params: { model, duration: 6, seed: 7, ...params },
    ...(recording && { recording }),
    ...(start && { start }),
    ...(words !== undefined && { words }),
  };
  return runWorkflow(input, undefined, watch);
}

async function tokensOf(audio: Audio, size = TINY): Promise<Tokens> {
  return encodeSound(await builtFiles(size), wasm, audio, () => undefined);
}

test('the piece begins with exactly the recording, every variation goes on from it, and replays from its tokens', async () => {
  const stages: string[] = [];
  const { outputs } = await made({ recording: wav(hum), variations: 2 }, (update) => {
    if (update.type === 'started') stages.push(update.stage);
  });
  expect(stages).toEqual(['draft', 'personalise', 'listen', 'generate', 'finish']);
  const takes = outputs.map(({ take }) => unpackTokens(take.tokens!));
  for (const tokens of takes) {
    expect(tokens.frames).toBe(300);
    expect(truncateTokens(tokens, 150)).toEqual(await tokensOf(hum));
  }
  expect(takes[0]).not.toEqual(takes[1]);

  const again = await made({ recording: wav(hum), variations: 2 });
  expect(again.outputs[0].take.tokens).toEqual(outputs[0].take.tokens);
  const replayed = await made({ start: [outputs[0].take.tokens!] });
  expect(replayed.outputs[0].audio).toEqual(outputs[0].audio);
  expect(replayed.outputs[0].take.tokens).toEqual(outputs[0].take.tokens);
});

test('a recording that is longer than what the model hears at once is gone on from by its end', async () => {
  const long = glides(40, SAMPLE_RATE, 1);
  const { outputs } = await made({ recording: wav(long), duration: 42 });
  const tokens = unpackTokens(outputs[0].take.tokens!);
  expect(tokens.frames).toBe(2100);
  expect(truncateTokens(tokens, 2000)).toEqual(await tokensOf(long));
});

test('a stereo model goes on in stereo, from a recording at any rate', async () => {
  const { outputs } = await made({
    recording: wav(glides(2, 44_100)),
    duration: 5,
    model: await builtMusicgen(TINY_STEREO),
  });
  const tokens = unpackTokens(outputs[0].take.tokens!);
  expect(tokens).toMatchObject({ codebooks: 8, frames: 250 });
  const book = (k: number) => tokens.codes.subarray(k * 250, k * 250 + 100);
  expect(book(0)).not.toEqual(book(1));
});

describe('nothing is made', () => {
  const silence = { sampleRate: 8000, channels: [new Float32Array(20_000)] };
  test.each<[string, Wish, string, object]>([
    ['of what is no sound', { recording: new Blob(['%PDF-1.7']) }, 'recording_unreadable', {}],
    ['of silence', { recording: wav(silence) }, 'recording_silent', {}],
    ['of a recording of 70 s', { recording: wav(glides(70, 8000)) }, 'recording_length', { seconds: 70 }],
    [
      'where the recording is as long as the piece',
      { recording: wav(glides(6, 8000, 1)) },
      'recording_not_shorter',
      { recording: 6, duration: 6 },
    ],
    [
      'where it is longer than words say that the piece is to be',
      { recording: wav(glides(6, 8000, 1)), words: '5 seconds', duration: 30 },
      'recording_not_shorter',
      { recording: 6, duration: 5 },
    ],
  ])('%s', async (_, wish, code, details) => {
    const stages: string[] = [];
    const watch = (update: Update) => void (update.type === 'started' && stages.push(update.stage));
    await expect(made(wish, watch)).rejects.toMatchObject({ code, details });
    expect(stages.at(-1)).toBe('listen');
  });

  test('by a model that has no encoder, which is said', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'attune-deaf-'));
    try {
      await cp(model, folder, { recursive: true, filter: (path) => !path.includes('encodec_encode') });
      await expect(made({ recording: wav(hum), model: folder })).rejects.toMatchObject({
        code: 'model_deaf',
        details: { missing: 'onnx/encodec_encode.onnx' },
      });
      expect((await made({ model: folder, duration: 5 })).outputs).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
