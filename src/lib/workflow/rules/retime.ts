import { DURATION, type Brief, type Section, type SectionName } from '../../core/brief.ts';
import { layout } from '../../core/layout.ts';

/** A share of the duration, a degree. */
const STEP = 0.25;

/** Which section stands in for one that the piece did not have, in order. */
const NEAREST: Record<SectionName, readonly SectionName[]> = {
  match: ['match', 'theme'],
  theme: ['theme', 'match'],
  variation: ['variation', 'theme'],
  target: ['target', 'variation', 'theme'],
  settle: ['settle', 'target', 'theme'],
};

/** Lays the piece out anew for another duration, in seconds, with what its sections hold. */
export function retime(brief: Brief, duration: number): Brief {
  const sections = layout(duration, brief.emotion).map((span) => {
    const source = nearest(brief.sections, span.name);
    const thin = source.name !== span.name && (span.name === 'match' || span.name === 'settle');
    return { ...source, ...span, instruments: thin ? source.instruments.slice(0, 2) : source.instruments };
  });
  return { ...brief, duration, sections };
}

/** @returns a duration so many degrees longer, in whole seconds within what can be made. */
export function lengthened(duration: number, degree: number): number {
  return Math.min(DURATION.max, Math.max(DURATION.min, Math.round(duration * (1 + STEP * degree))));
}

function nearest(sections: readonly Section[], name: SectionName): Section {
  for (const like of NEAREST[name]) {
    const found = sections.find((section) => section.name === like);
    if (found !== undefined) return found;
  }
  return sections.at(-1) as Section;
}
