import { expect, it } from 'vitest';
import { codedMp3 } from '../../../../../tests/fixtures/coded-sound.ts';
import { glides, likeness } from '../../../../../tests/fixtures/glides.ts';
import { wavFile } from '../../../../../tests/fixtures/sounds.ts';
import { frames } from '../../../core/audio.ts';
import { decodeSound } from './decode-sound.ts';

const RATE = 32_000;
const sound = glides(2, RATE);

it('reads WAV as it is', async () => {
  const audio = await decodeSound(new Blob([wavFile(2)], { type: 'audio/wav' }));
  expect([audio.sampleRate, audio.channels.length, frames(audio)]).toEqual([RATE, 2, 2 * RATE]);
  for (const [i, samples] of audio.channels.entries()) {
    expect(likeness(sound.channels[i]!, samples)).toBeGreaterThan(0.9999);
  }
});

it('reads MP3, but for what its coder adds', async () => {
  const audio = await decodeSound(await codedMp3(2));
  expect([audio.sampleRate, audio.channels.length]).toEqual([RATE, 2]);
  expect(Math.abs(frames(audio) - 2 * RATE)).toBeLessThan(RATE * 0.1);
  expect(likeness(sound.channels[0]!, audio.channels[0]!, RATE * 0.1)).toBeGreaterThan(0.95);
});

it('says of what is no sound that it can not be used', async () => {
  const broken = new Blob(['<html>'], { type: 'audio/mpeg' });
  await expect(decodeSound(broken)).rejects.toMatchObject({
    ...{ code: 'cloud_unusable', details: { reason: 'audio/mpeg' } },
  });
});
