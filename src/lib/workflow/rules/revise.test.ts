import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DRUMS, type Brief } from '../../core/brief.ts';
import { silenced } from './avoided.ts';
import { anyBrief, anyChange, coherent } from './briefs.testing.ts';
import { courseOf } from './course.ts';
import { draft } from './draft.ts';
import { revise } from './revise.ts';

const ANGRY = draft({ emotion: 'angry', affect: null, intent: 'soothe', duration: 30, seed: 5 });
const FEAR = draft({ emotion: 'fear', affect: null, intent: 'soothe', duration: 120, seed: 5 });

function playing(brief: Brief): Set<string> {
  return new Set(brief.sections.flatMap(({ instruments }) => instruments));
}

describe('any change to any brief', () => {
  test('gives a coherent brief that plays nothing it says to avoid', () => {
    fc.assert(
      fc.property(anyBrief, anyChange, anyChange, (brief, first, second) => {
        const revised = coherent(revise(coherent(revise(brief, first)), second));
        const out = silenced(revised.avoid);
        for (const instrument of playing(revised)) expect(out.has(instrument as never)).toBe(false);
        expect(revise(brief, first)).toEqual(revise(brief, first));
      }),
      { numRuns: 300 },
    );
  });

  test('keeps the direction of soothing tempi', () => {
    fc.assert(
      fc.property(anyBrief, anyChange, (brief, change) => {
        const { intent, emotion, tempo } = revise(brief, change);
        const { start, end } = courseOf(emotion, intent).tempo;
        if (intent === 'soothe') expect((tempo.end - tempo.start) * (end - start)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  test('keeps the affect of soothing sections from turning back', () => {
    fc.assert(
      fc.property(anyBrief, anyChange, (brief, change) => {
        const { intent, sections } = revise(brief, change);
        if (intent === 'express') return;
        sections.forEach(({ affect }, i) => {
          expect(affect.valence).toBeGreaterThanOrEqual(sections[i - 1]?.affect.valence ?? -1);
        });
      }),
      { numRuns: 200 },
    );
  });

  test('and none leaves it as it is', () => {
    fc.assert(
      fc.property(anyBrief, (brief) => {
        expect(revise(brief, {})).toEqual(brief);
      }),
    );
  });
});

test('one thing named is one thing changed', () => {
  expect(revise(ANGRY, { tempo: { start: 80, end: 70 } }).tempo).toEqual({ start: 80, end: 70 });
  expect(revise(ANGRY, { genre: 'ambient' }).genre).toBe('ambient');
  expect(revise(ANGRY, { duration: 90 }).sections.at(-1)?.end).toBe(90);
  expect(revise(ANGRY, { duration: 90 }).sections).toHaveLength(5);
  expect(revise(ANGRY, { mix: { reverb: 0.9 } }).mix).toEqual({ ...ANGRY.mix, reverb: 0.9 });
  expect(revise(ANGRY, { mood: ['misty'] }).mood[0]).toBe('misty');
  expect(revise(ANGRY, { brightness: 2 }).mix.brightness).toBeGreaterThan(ANGRY.mix.brightness);
  expect(revise(ANGRY, { length: 2 }).duration).toBe(45);
});

test('a soothing tempo given the wrong way round is turned', () => {
  expect(revise(ANGRY, { tempo: { start: 60, end: 90 } }).tempo).toEqual({ start: 90, end: 60 });
});

test('calmer is slower, softer and sparser', () => {
  const calm = revise(ANGRY, { energy: -2 });
  expect(calm.tempo.start).toBeLessThan(ANGRY.tempo.start);
  calm.sections.forEach(({ density, dynamic }, i) => {
    expect(density).toBeLessThan(ANGRY.sections[i]?.density ?? 0);
    expect(dynamic).not.toBe('f');
  });
});

test('a mode recolours every section, with chords of that mode', () => {
  const minor = revise(ANGRY, { key: { tonic: 'C', mode: 'aeolian' } });
  for (const { key, progression } of minor.sections) {
    expect(key).toEqual({ tonic: 'C', mode: 'aeolian' });
    expect(progression).not.toContain('I');
  }
});

test('a tonic alone transposes the piece with its modulation', () => {
  const happy = draft({ emotion: 'sad', affect: null, intent: 'soothe', duration: 30, seed: 5 });
  const moved = revise(happy, { key: { tonic: 'B' } });
  expect(moved.sections.map(({ key }) => `${key.tonic} ${key.mode}`)).toEqual([
    'B aeolian',
    'D ionian',
    'D ionian',
  ]);
});

test('drums come where they may, and go', () => {
  const drummed = revise(FEAR, { drums: true });
  expect(drummed.avoid).not.toContain('drums');
  expect(DRUMS.some((i) => playing(drummed).has(i))).toBe(true);
  expect(drummed.sections[0]?.instruments.some((i) => DRUMS.includes(i))).toBe(false);
  const quiet = revise(drummed, { drums: false });
  expect(quiet.avoid).toContain('drums');
  expect(DRUMS.some((i) => playing(quiet).has(i))).toBe(false);
});

test('drums that are exempt from a refusal play, and no others', () => {
  const brushed = revise(FEAR, { add: ['brushes'], avoid: ['drum kit', 'toms'] });
  expect(DRUMS.filter((i) => playing(brushed).has(i))).toEqual(['brushes']);
});

test('a refusal outlives a change of genre', () => {
  const rock = revise(revise(ANGRY, { avoid: ['guitar'] }), { genre: 'rock' });
  expect(playing(rock).has('guitar') || playing(rock).has('electric-guitar')).toBe(false);
});

test('a genre that is refused gives way to another', () => {
  const rock = revise(ANGRY, { genre: 'rock' });
  expect(revise(rock, { avoid: ['rock'] }).genre).not.toBe('rock');
});

test('who is heard less keeps one section, and who is removed none', () => {
  const piano = revise(FEAR, { add: ['piano'] });
  const less = revise(piano, { less: ['piano'] });
  expect(less.sections.filter(({ instruments }) => instruments.includes('piano'))).toHaveLength(1);
  expect(playing(revise(piano, { remove: ['piano'] })).has('piano')).toBe(false);
});

test('only piano is only piano', () => {
  expect(playing(revise(ANGRY, { only: ['piano'] }))).toEqual(new Set(['piano']));
});

test('what was asked for leads', () => {
  const flute = revise(ANGRY, { add: ['flute'] });
  for (const { instruments } of flute.sections) expect(instruments[0]).toBe('flute');
});

test('another intent is another course, and keeps what the listener said', () => {
  const said = revise({ ...ANGRY, words: 'with harp, no piano' }, { add: ['harp'], avoid: ['piano'] });
  const loud = revise(said, { intent: 'express' });
  expect(loud.genre).toBe('metal');
  expect(playing(loud).has('harp')).toBe(true);
  expect(loud.avoid).toContain('piano');
  expect(loud.avoid).not.toContain('distorted guitar');
});
