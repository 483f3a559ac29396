import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyBrief } from '../../../../../tests/fixtures/any-brief.ts';
import { briefFor } from '../../../../../tests/fixtures/briefs.ts';
import { INSTRUMENTS, type Brief } from '../../../core/brief.ts';
import { feltWords } from './conditions-words.ts';
import { windowConditions } from './conditions.ts';
import { planWindows } from './windows.ts';

const ANGRY: Brief = { ...briefFor('angry', 'soothe', 120), avoid: ['distorted guitar', 'sudden hits'] };
const planFor = ({ duration }: Brief, given = 0) => planWindows(Math.ceil(duration * 50), given);

function texts(brief: Brief): string[] {
  return windowConditions(brief, planFor(brief)).map(({ text }) => text);
}

function bpms(brief: Brief): number[] {
  return texts(brief).map((text) => Number(/bpm: (\d+)/.exec(text)![1]));
}

test('leads from the felt emotion to calm, window by window', () => {
  const said = texts(ANGRY);
  expect(said).toHaveLength(6);
  expect(said[0]).toBe(
    'Tense, agitated, warm cinematic with low toms, acoustic guitar and bass, powerful and sparse, instrumental. bpm: 100. key: d dorian',
  );
  expect(said[5]).toBe(
    'Warm, unhurried, peaceful cinematic with electric piano, sustained synth pads and bass, soft and sparse, instrumental. ' +
      'bpm: 74. key: d mixolydian',
  );
});

test('tempo moves one way over the windows', () => {
  const tempi = bpms(ANGRY);
  expect(tempi).toEqual([...tempi].sort((a, b) => b - a));
  expect(new Set(tempi).size).toBe(6);
});

test('what is refused goes to the negative prompt', () => {
  for (const { negative } of windowConditions(ANGRY, planFor(ANGRY))) {
    expect(negative).toBe('distorted guitar, sudden hits');
  }
  expect(windowConditions({ ...ANGRY, avoid: [] }, planFor(ANGRY))[0]!.negative).toBeNull();
});

const still = {
  ...ANGRY,
  sections: ANGRY.sections.map((section) => ({ ...section, affect: { valence: 0, arousal: 0 } })),
};
const own = 'Rain on a tin roof, and one cello';
test.each<[string, Brief]>([
  ['does not move', still],
  ['is one window', briefFor('angry', 'soothe', 30)],
  ["has the user's own prompt", { ...ANGRY, words: own, prompt: own }],
  [
    "has the user's own long prompt",
    { ...ANGRY, words: own.repeat(80).slice(0, 2000), prompt: own.repeat(80) },
  ],
])('a piece that %s is told its prompt', (_, brief) => {
  expect(new Set(texts(brief))).toEqual(new Set([brief.prompt]));
});

test('words that are not the prompt leave it steered', () => {
  expect(new Set(texts({ ...ANGRY, words: 'softer please' })).size).toBe(6);
});

test('a piece that mirrors the mood names its own moods throughout', () => {
  for (const text of texts({ ...ANGRY, intent: 'express' })) expect(text).toMatch(/^Warm, unhurried/);
});

test('a piece that comes back to where it was felt is led by its own moods', () => {
  const sections = ANGRY.sections.map((section, i) => ({
    ...section,
    affect: { valence: 0, arousal: i === 2 ? -0.5 : 0.5 },
  }));
  for (const text of texts({ ...ANGRY, sections })) expect(text).toMatch(/^Warm, unhurried/);
});

test('past the end of its brief a piece goes on as that ended', () => {
  const said = windowConditions(ANGRY, planWindows(7500)).map(({ text }) => text);
  expect(said).toHaveLength(8);
  expect(said[7]).toMatch(/electric piano, .* bpm: 72\. key: d mixolydian$/);
});

test('a resumed run is told what an unbroken one is', () => {
  fc.assert(
    fc.property(anyBrief, fc.nat(6000), (brief, frame) => {
      const all = windowConditions(brief, planFor(brief));
      const rest = planFor(brief, Math.min(frame, Math.ceil(brief.duration * 50)));
      expect(windowConditions(brief, rest)).toEqual(rest.map(({ index }) => all[index]));
    }),
  );
});

test('any brief is told in one line that names its tempo and key', () => {
  const long = anyBrief
    .map((brief) => ({ ...brief, words: '' }))
    .filter(({ duration, sections }) => duration > 31 && sections.length > 1);
  fc.assert(
    fc.property(long, (brief) => {
      for (const text of texts(brief)) {
        expect(text).toMatch(/^[A-Z][^\n]{10,230}, instrumental\. bpm: \d{2,3}\. key: [a-g][b#]? [a-z]+$/);
      }
      const [low, high] = [
        Math.min(brief.tempo.start, brief.tempo.end),
        Math.max(brief.tempo.start, brief.tempo.end),
      ];
      for (const bpm of bpms(brief)) {
        expect(bpm).toBeGreaterThanOrEqual(Math.round(low));
        expect(bpm).toBeLessThanOrEqual(Math.round(high));
      }
    }),
  );
});

test('instruments are those of the window, the longest first', () => {
  const [opening, theme] = ANGRY.sections;
  const sections = [
    { ...opening!, start: 0, end: 10, instruments: ['harp' as const] },
    { ...theme!, start: 10, end: 50, instruments: ['flute' as const, 'bass' as const] },
    { ...ANGRY.sections.at(-1)!, start: 50, end: 120, instruments: ['piano' as const, 'flute' as const] },
  ];
  const said = texts({ ...ANGRY, sections });
  const crowd = sections.map((section) => ({ ...section, instruments: INSTRUMENTS.slice(0, 7) }));
  expect(texts({ ...ANGRY, sections: crowd })[0]).toContain('electric guitar and harp,');
  expect(said[0]).toContain('with flute, bass and harp,');
  // 48 to 66 s
  expect(said[2]).toContain('with flute, soft piano and bass,');
  expect(said[5]).toContain('with soft piano and flute,');
});

test('adjectives follow the quadrants of affect', () => {
  expect(feltWords({ valence: -0.6, arousal: 0.7 })).toEqual(['tense', 'agitated']);
  expect(feltWords({ valence: -0.7, arousal: -0.5 })).toEqual(['melancholic', 'sorrowful']);
  expect(feltWords({ valence: 0.5, arousal: -0.5 })).toEqual(['peaceful', 'tender']);
  expect(feltWords({ valence: 0.8, arousal: 0.6 })).toEqual(['joyful', 'lively']);
});
