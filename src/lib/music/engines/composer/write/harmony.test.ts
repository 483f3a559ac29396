import { describe, expect, it } from 'vitest';
import { briefFor } from '../../../../../../tests/fixtures/briefs.ts';
import type { Brief } from '../../../../core/brief.ts';
import { EMOTIONS } from '../../../../core/emotion.ts';
import { chordOf } from './chord.ts';
import { formOf } from './form.ts';
import { harmonise } from './harmony.ts';

const numerals = (brief: Brief) => harmonise(formOf(brief)).map((bar) => bar.numeral);

describe('harmonise', () => {
  it('leads into a new key by its dominant, spelled in the old one', () => {
    const brief = briefFor('sad', 'soothe', 120);
    const bars = harmonise(formOf(brief));
    const change = bars.findIndex((bar) => bar.section.key !== bars[0]!.section.key);
    expect(bars[change - 1]!.section.key).toEqual({ tonic: 'A', mode: 'aeolian' });
    // bVII of A minor is G, the dominant of C
    expect(bars[change - 1]!.numeral).toBe('bVII');
    expect(chordOf('bVII', bars[change - 1]!.section.key).root).toBe(7);
  });

  it('closes every piece on its tonic, from another chord', () => {
    for (const emotion of EMOTIONS) {
      const all = numerals(briefFor(emotion));
      expect(all.at(-1)).toMatch(/^[Ii]$/);
      expect(all.at(-2)).not.toBe(all.at(-1));
    }
  });

  it('plays the progression as it is written up to its cadence', () => {
    const brief = briefFor('happy', 'soothe', 120);
    const bars = harmonise(formOf(brief)).filter((bar) => bar.section.name === 'theme');
    bars.slice(0, -1).forEach((bar, i) => expect(bar.numeral).toBe(bar.section.progression[i % 4]));
  });

  it('keeps a tonic pedal free of dominants', () => {
    const all = numerals(briefFor('fear', 'soothe', 120));
    expect(new Set(all)).toEqual(new Set(['I', 'IV/I']));
  });
});
