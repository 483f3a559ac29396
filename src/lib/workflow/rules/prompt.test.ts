import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Brief, Instrument } from '../../core/brief.ts';
import { toldTempo } from '../../core/tempo.ts';
import { anyBrief, anyChange } from './briefs.testing.ts';
import { draft } from './draft.ts';
import { merge } from './merge.ts';
import { INSTRUMENT_NAMES, keyName } from './names.ts';
import { prompt } from './prompt.ts';
import { silenced } from './avoided.ts';
import { revise } from './revise.ts';

function playing({ sections }: Brief) {
  return new Set(sections.flatMap(({ instruments }) => instruments));
}

test('says tempo, keys, times and instruments, and names what is avoided only to avoid it', () => {
  fc.assert(
    fc.property(anyBrief, anyChange, (brief, change) => {
      const revised = revise(brief, change);
      const { prompt, tempo, sections, avoid } = revised;
      for (const bpm of toldTempo(tempo)) expect(prompt).toContain(`${bpm} `);
      for (const { key, start } of sections) {
        expect(prompt).toContain(keyName(key));
        expect(prompt).toContain(`${Math.round(start * 10) / 10}-`);
      }
      for (const i of playing(revised)) expect(prompt).toContain(INSTRUMENT_NAMES[i].name);
      const [said] = prompt.split(' Avoid ');
      for (const i of silenced(avoid)) expect(said).not.toContain(INSTRUMENT_NAMES[i].name);
      for (const entry of avoid) expect(prompt).toContain(entry);
    }),
    { numRuns: 300 },
  );
});

test('calls a tempo that hardly moves steady', () => {
  const brief = draft({ emotion: 'sad', affect: null, intent: 'soothe', duration: 30, seed: 9 });
  const told = (start: number, end: number) => prompt({ ...brief, tempo: { start, end } });
  expect(told(60, 61)).toContain('A steady 61 BPM, starting in');
  expect(told(63, 60)).toContain('Tempo easing from 63 to 60 BPM');
});

test('is prose of 45 to 150 words', () => {
  fc.assert(
    fc.property(anyBrief, ({ prompt }) => {
      const words = prompt.split(/\s+/).length;
      expect(words).toBeGreaterThanOrEqual(45);
      expect(words).toBeLessThanOrEqual(150);
    }),
  );
});

test('names who carries the theme, which a pad leaves to others', () => {
  const brief = draft({ emotion: 'neutral', affect: null, intent: 'soothe', duration: 30, seed: 2 });
  const theme = (...instruments: Instrument[]) =>
    prompt({ ...brief, sections: brief.sections.map((section) => ({ ...section, instruments })) });
  expect(theme('pad', 'bell', 'bass')).toContain('bells carry the theme over sustained pad and bass');
  expect(theme('bass', 'pad')).toContain('sustained pad carries the theme over bass');
});

test('says of drums and bass alone that they keep the pulse, not that they carry a theme', () => {
  const brief = draft({ emotion: 'neutral', affect: null, intent: 'soothe', duration: 120, seed: 2 });
  const alone = (...only: Instrument[]) => revise(brief, { only }).prompt;
  expect(alone('kit')).toMatch(/drum kit keeps the pulse alone.*drum kit varies the pulse/);
  expect(alone('bass', 'toms')).toMatch(/bass and low toms keep the pulse alone/);
  expect(alone('kit')).not.toMatch(/the theme|counter-melody/);
});

test('reads as a musician would write it', () => {
  const brief = draft({ emotion: 'sad', affect: null, intent: 'soothe', duration: 30, seed: 9 });
  expect(merge(brief, '二胡, like a tin roof').prompt).toBe(
    'Hopeful, tender, warm lo-fi, leading from sorrow to quiet hope. ' +
      'Tempo rising gently from 60 to 72 BPM, starting in B minor and moving to D major. ' +
      'Arrangement over 30 seconds: 0-7.5 s, strings and electric piano open, sparse and soft; ' +
      '7.5-22 s, strings carry the theme over electric piano, sustained pad and bass, gentle; ' +
      '22-30 s, thinning to strings, electric piano and sustained pad and fading. ' +
      'The mix is dusty and intimate, with a short room reverb, warm tape saturation, rounded highs and a little tape hiss. ' +
      'Avoid heavy drums, mournful endings or sudden loud hits. ' +
      'With strings in the manner of erhu. The listener also says “tin roof”.',
  );
});
