import { expect, test } from 'vitest';
import type { Brief } from '../core/brief.ts';
import { rhythms } from '../../../tests/fixtures/rhythms.ts';
import { tone } from '../../../tests/fixtures/signals.ts';
import { inlineStudio } from './inline-studio.ts';

const BRIEF: Brief = {
  version: 1,
  author: 'rules',
  intent: 'soothe',
  emotion: 'happy',
  duration: 20,
  genre: 'pop',
  mood: [],
  tempo: { start: 112, end: 96 },
  sections: [],
  mix: { reverb: 0, warmth: 0, brightness: 0, hiss: 0 },
  avoid: [],
  words: '',
  prompt: 'music',
};

test('finishing brings to level, measures what came out, and scores it', async () => {
  const { audio, measures, score } = await inlineStudio().finish(rhythms()[8]!.play(), BRIEF, 'loudness');
  expect(audio.channels[0]).toHaveLength(20 * 16000);
  expect(measures.loudness).toBeCloseTo(-16, 0);
  expect(measures.truePeak).toBeLessThanOrEqual(-1);
  expect(measures.tempo).toBeCloseTo(120, 0);
  expect(score.gates).toBeGreaterThan(0.9);
});

test('damage that was there before the limiter is counted', async () => {
  const audio = rhythms()[8]!.play();
  const clipped = audio.channels[0]!.map((x) => Math.max(-0.02, Math.min(0.02, x)));
  const { measures, score } = await inlineStudio().finish(
    { ...audio, channels: [clipped] },
    BRIEF,
    'loudness',
  );
  expect(measures.clipped).toBeGreaterThan(0.02);
  expect(score.total).toBeLessThan(0.1);
});

test('an aborted signal cancels', async () => {
  const abort = new AbortController();
  const finished = inlineStudio().finish(tone([[-20, 2]]), BRIEF, 'loudness', abort.signal);
  abort.abort();
  await expect(finished).rejects.toMatchObject({ code: 'cancelled' });
});

test('a sound that is not all numbers is the failure of its engine', async () => {
  const broken = tone([[-20, 1]]);
  broken.channels[1]![4321] = NaN;
  await expect(inlineStudio().finish(broken, BRIEF, 'loudness')).rejects.toMatchObject({
    code: 'engine_failed',
  });
});
