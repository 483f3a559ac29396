import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyBrief } from '../../../../../../tests/fixtures/any-brief.ts';
import { DRUMS } from '../../../../core/brief.ts';
import { seat } from './orchestration.ts';

it('lets the first listed sing that is neither pad, bass nor drum, and gives all something to play', () => {
  fc.assert(
    fc.property(anyBrief, ({ sections, genre }) => {
      for (const section of sections) {
        const chairs = seat(section, genre);
        const pitched = section.instruments.filter((i) => i !== 'bass' && !DRUMS.includes(i));
        const singers = chairs.filter(({ role }) => role === 'melody').map(({ instrument }) => instrument);
        expect(singers).toEqual(pitched.length > 0 ? [pitched.find((i) => i !== 'pad') ?? 'pad'] : []);
        expect(new Set(chairs.map(({ instrument }) => instrument))).toEqual(new Set(section.instruments));
      }
    }),
  );
});
