import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MODES, TONICS } from '../../../../core/brief.ts';
import { chordOf, numeralFor, scaleOver } from './chord.ts';
import { anyNumeral } from '../../../../../../tests/fixtures/any-brief.ts';

const C = { tonic: 'C', mode: 'ionian' } as const;
const A = { tonic: 'A', mode: 'aeolian' } as const;

describe('chordOf', () => {
  it.each([
    ['I', [0, 4, 7]],
    ['ii7', [2, 5, 9, 0]],
    ['V7', [7, 11, 2, 5]],
    ['Imaj7', [0, 4, 7, 11]],
    ['bVII', [10, 2, 5]],
    ['bVI', [8, 0, 3]],
    ['viidim', [11, 2, 5]],
    ['Isus2', [0, 2, 7]],
    ['Vsus4', [7, 0, 2]],
    ['IVadd9', [5, 9, 0, 7]],
    ['vi9', [9, 0, 4, 7, 11]],
    ['iv6', [5, 8, 0, 2]],
    ['#IV', [6, 10, 1]],
  ])('spells %s in C', (numeral, tones) => {
    expect(chordOf(numeral, C).tones).toEqual(tones);
  });

  it('counts degrees from the major scale in every mode', () => {
    expect(chordOf('bVI', A).tones).toEqual([5, 9, 0]);
    expect(chordOf('VI', A).tones).toEqual([6, 10, 1]);
  });

  it('puts the note after the slash into the bass', () => {
    expect(chordOf('IV/I', C)).toMatchObject({ bass: 0, root: 5 });
    expect(chordOf('I/V', C)).toMatchObject({ bass: 7, root: 0 });
  });
});

describe('scaleOver', () => {
  it('raises the leading note over the dominant of a minor key', () => {
    expect(scaleOver(chordOf('V', A), A)).toEqual([9, 11, 0, 2, 4, 5, 8]);
  });

  it('lowers the seventh over a dominant seventh on the tonic', () => {
    expect(scaleOver(chordOf('I7', C), C)).toEqual([0, 2, 4, 5, 7, 9, 10]);
  });

  it('has seven rising degrees from the tonic over any chord', () => {
    fc.assert(
      fc.property(
        anyNumeral,
        fc.constantFrom(...TONICS),
        fc.constantFrom(...MODES),
        (numeral, tonic, mode) => {
          const scale = scaleOver(chordOf(numeral, { tonic, mode }), { tonic, mode });
          const above = scale.map((note) => (note - scale[0]! + 12) % 12);
          expect(new Set(scale).size).toBe(7);
          expect(above).toEqual([...above].sort((a, b) => a - b));
        },
      ),
    );
  });
});

describe('numeralFor', () => {
  it('names every root so that it is read back', () => {
    for (const tonic of TONICS) {
      for (let root = 0; root < 12; root++) {
        const key = { tonic, mode: 'dorian' } as const;
        expect(chordOf(numeralFor(root, key), key)).toMatchObject({ root, bass: root });
      }
    }
  });
});
