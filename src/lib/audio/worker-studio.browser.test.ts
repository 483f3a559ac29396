import { afterEach, expect, test } from 'vitest';
import type { Audio } from '../core/audio.ts';
import type { Brief } from '../core/brief.ts';
import { inlineStudio } from './inline-studio.ts';
import { workerStudio } from './worker-studio.ts';

const BRIEF = {
  intent: 'soothe',
  emotion: 'sad',
  duration: 2,
  genre: 'lo-fi',
  tempo: { start: 60, end: 76 },
} as Brief;

const connection = workerStudio();
afterEach(() => connection.close());

function sound(seconds: number): Audio {
  const samples = Float32Array.from(
    { length: seconds * 32000 },
    (_, n) => 0.4 * Math.sin(n / 20) * Math.exp(-(n % 16000) / 4000),
  );
  return { sampleRate: 32000, channels: [samples, samples.slice()] };
}

test('the worker gives what the same studio gives here', async () => {
  const there = await connection.api.finish(sound(2), BRIEF, 'loudness');
  const here = await inlineStudio().finish(sound(2), BRIEF, 'loudness');
  expect(there).toEqual(here);
  expect(await connection.api.encodeWav(there.audio, '24')).toEqual(
    await inlineStudio().encodeWav(here.audio, '24'),
  );
});

test('the sound that is encoded stays with the caller', async () => {
  const audio = sound(1);
  await connection.api.encodeWav(audio, '16');
  expect(audio.channels[0]).toHaveLength(32000);
});

test('an abort ends the work, and the next call is served', async () => {
  const abort = new AbortController();
  const finished = connection.api.finish(sound(60), BRIEF, 'loudness', abort.signal);
  abort.abort();
  await expect(finished).rejects.toMatchObject({ code: 'cancelled' });
  expect((await connection.api.finish(sound(1), BRIEF, 'peak')).measures.duration).toBe(1);
});

test('errors keep their code', async () => {
  const broken = sound(1);
  broken.channels[0]![5] = NaN;
  await expect(connection.api.finish(broken, BRIEF, 'peak')).rejects.toMatchObject({ code: 'engine_failed' });
});
