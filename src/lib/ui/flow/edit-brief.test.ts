import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Brief, INSTRUMENTS, TONICS, type Section } from '#lib/core/brief.ts';
import { editBrief, instrumentsOf } from './edit-brief.ts';

function section(
  name: Section['name'],
  start: number,
  tonic: (typeof TONICS)[number],
  parts: Section['instruments'],
): Section {
  return {
    name,
    start,
    end: start + 10,
    key: { tonic, mode: 'aeolian' },
    progression: ['i'],
    instruments: parts,
    dynamic: 'p',
    density: 0.5,
    affect: { valence: 0, arousal: 0 },
  };
}

const brief: Brief = {
  version: 1,
  author: 'rules',
  intent: 'soothe',
  emotion: 'sad',
  duration: 30,
  genre: 'lo-fi',
  mood: ['warm'],
  tempo: { start: 60, end: 76 },
  sections: [
    section('match', 0, 'A', ['pad']),
    section('theme', 10, 'C', ['pad', 'piano']),
    section('settle', 20, 'C', ['piano']),
  ],
  mix: { reverb: 0, warmth: 0, brightness: 0, hiss: 0 },
  avoid: [],
  words: '',
  prompt: 'a piece',
};

describe('edits of a brief', () => {
  it('gives a valid brief whatever is chosen, and plays exactly what is chosen where it can', () => {
    const some = fc.subarray([...INSTRUMENTS], { minLength: 1 });
    fc.assert(
      fc.property(some, fc.constantFrom(...TONICS), (instruments, tonic) => {
        const edited = editBrief(brief, { instruments, tonic });
        expect(Brief.safeParse(edited).success).toBe(true);
        expect(instrumentsOf(edited).every((one) => instruments.includes(one))).toBe(true);
        expect(edited.sections[0]?.key.tonic).toBe(tonic);
      }),
    );
  });

  it('keeps the distance between the keys', () => {
    const keys = editBrief(brief, { tonic: 'B' }).sections.map((one) => one.key.tonic);
    expect(keys).toEqual(['B', 'D', 'D']);
  });

  it('lets a new instrument in everywhere and leaves the arrangement of the others', () => {
    const edited = editBrief(brief, { instruments: ['pad', 'piano', 'harp'] });
    expect(edited.sections.map((one) => one.instruments)).toEqual([
      ['pad', 'harp'],
      ['pad', 'piano', 'harp'],
      ['piano', 'harp'],
    ]);
  });

  it('changes nothing without edits', () => {
    expect(editBrief(brief, {})).toEqual(brief);
  });
});
