import fc from 'fast-check';
import { expect, it } from 'vitest';
import { genreBrief } from '../../../../../tests/golden/genre-briefs.ts';
import { frames, seconds, type Audio } from '../../../core/audio.ts';
import { CloudParams, Params } from '../../../core/params.ts';
import { LONGEST_CONTINUED } from '../../../core/recording.ts';
import { divided, mono, requireFit, wantedOf } from './request.ts';

const RATE = 1000;
const ramp = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, (_, n) => n);
const recorded = (length: number): Audio => ({ sampleRate: RATE, channels: [ramp(length), ramp(length)] });
const paramsOf = (cloud: Partial<CloudParams>) => Params.parse({ seed: 7, cloud: CloudParams.parse(cloud) });

it('divides a piece into a recording and whole seconds that fill it, within one window', () => {
  const anyPiece = fc
    .tuple(
      fc.integer({ min: 5 * RATE, max: LONGEST_CONTINUED * RATE }),
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    )
    .map(([duration, part]) => ({ duration: duration / RATE, length: Math.round(duration * part) }));
  fc.assert(
    fc.property(anyPiece, ({ duration, length }) => {
      const { recording, rest } = divided(recorded(length), duration);
      expect(Number.isInteger(rest)).toBe(true);
      const left = frames(recording);
      // It is the end that is kept: the music goes on there.
      expect(recording.channels).toEqual([ramp(length).slice(length - left)]);
      expect(length - left).toBeLessThan(RATE);
      expect(left + rest * RATE).toBeLessThanOrEqual(LONGEST_CONTINUED * RATE);
      if (left === length) expect(seconds(recording) + rest).toBeGreaterThanOrEqual(duration - 1e-6);
    }),
  );
});

it('mixes two channels into one, and leaves one as it is', () => {
  const [left, right] = [Float32Array.of(1, 0), Float32Array.of(0, -1)];
  expect(mono({ sampleRate: RATE, channels: [left, right] }).channels).toEqual([Float32Array.of(0.5, -0.5)]);
  expect(mono({ sampleRate: RATE, channels: [left] }).channels).toEqual([left]);
});

it('says what stands against a recording', () => {
  const brief = (duration: number) => ({ ...genreBrief('ambient', 5), duration });
  const check = (length: number, duration: number, cloud: Partial<CloudParams>) => () =>
    requireFit(recorded(length * RATE), brief(duration), paramsOf(cloud));
  expect(check(60, 10, { recording: 'melody', version: 'melody-large' })).not.toThrow();
  expect(check(3, 10, { recording: 'melody', version: 'large' })).toThrow(/cloud_no_melody/);
  expect(check(10, 10, { recording: 'continue' })).toThrow(/recording_not_shorter/);
  expect(check(3, LONGEST_CONTINUED, { recording: 'continue' })).not.toThrow();
  expect(check(3, LONGEST_CONTINUED + 1, { recording: 'continue' })).toThrow(/cloud_too_long/);
});

it('asks with what the parameters say', () => {
  const params = {
    ...paramsOf({ version: 'melody-large', format: 'mp3' }),
    topK: 12,
    temperature: 0.5,
    cfgCoef: 4,
  };
  expect(wantedOf(genreBrief('ambient', 5), params, 5)).toMatchObject({
    ...{ duration: 5, seed: 7, topK: 12, temperature: 0.5, guidance: 4 },
    ...{ version: 'melody-large', format: 'mp3' },
  });
});
