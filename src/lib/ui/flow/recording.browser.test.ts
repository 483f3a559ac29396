import { afterEach, expect, it } from 'vitest';
import { encodeWav } from '#lib/audio/encode-wav.ts';
import { glides } from '../../../../tests/fixtures/glides.ts';
import { recording } from './recording.svelte.ts';

afterEach(() => recording.remove());

const hum = (seconds: number): File =>
  new File([encodeWav(glides(seconds, 8000, 1), '16')], `${seconds}.wav`, { type: 'audio/wav' });

it('is there as soon as it is chosen, and tells its length when it is read', async () => {
  const file = hum(3);
  const reading = recording.choose(file);
  expect(recording.chosen).toEqual({ file, seconds: null });
  await reading;
  expect(recording.chosen).toEqual({ file, seconds: 3 });
  expect(recording.error).toBeNull();
});

it('is not taken where nothing can go on from it, and the next one is', async () => {
  await recording.choose(new File(['%PDF-1.7'], 'hum.wav'));
  expect(recording.chosen).toBeNull();
  expect(recording.error).toMatchObject({ code: 'recording_unreadable' });
  await recording.choose(hum(2));
  expect(recording.chosen?.seconds).toBe(2);
  expect(recording.error).toBeNull();
});

it('is the last that was chosen, however long the ones before it take to read', async () => {
  const first = recording.choose(hum(50));
  const second = hum(2);
  await Promise.all([first, recording.choose(second)]);
  expect(recording.chosen).toEqual({ file: second, seconds: 2 });
});

it('stays away when it was removed while it was read', async () => {
  const readings = [hum(3), new File([], 'empty.wav')].map((file) => {
    const reading = recording.choose(file);
    recording.remove();
    return reading;
  });
  await Promise.all(readings);
  expect(recording.chosen).toBeNull();
  expect(recording.error).toBeNull();
});

it('does not fit a piece that is no longer than it', async () => {
  const reading = recording.choose(hum(3));
  expect(recording.misfit(1, 'musicgen')).toBeNull();
  await reading;
  expect(recording.misfit(3, 'musicgen')).toMatchObject({ code: 'recording_not_shorter' });
  expect(recording.misfit(5, 'musicgen')).toBeNull();
});

it('fits no piece of the cloud that is longer than one window', async () => {
  await recording.choose(hum(3));
  expect(recording.misfit(3, 'cloud')).toMatchObject({ code: 'recording_not_shorter' });
  expect(recording.misfit(30, 'cloud')).toBeNull();
  expect(recording.misfit(31, 'cloud')).toMatchObject({ code: 'cloud_too_long', details: { limit: 30 } });
  expect(recording.misfit(31, 'musicgen')).toBeNull();
});
