import type { Brief, Section } from '../../../../core/brief.ts';
import { tempoMap } from './tempo.ts';
import type { Span } from './tempo.ts';

/** A bar and its place in the form. */
export interface FormBar extends Span {
  index: number;
  section: Section;
  /** Counts the sections that got a bar. */
  sectionIndex: number;
  /** Place in its section, from 0, and how many bars that has. */
  bar: number;
  bars: number;
  /** Phrase of the section, from 0, the place in that phrase, and how many bars that has. */
  phrase: number;
  phraseBar: number;
  phraseBars: number;
  /** Where drums lead over into what follows. */
  fill: boolean;
  /** The last bar of the piece, which rings out. */
  last: boolean;
  /** How busy it is, 0 to 1: the section's density, thinning out where it settles. */
  density: number;
}

/**
 * Lays the brief's sections over bars. A section takes the bars whose middle lies in it, so that its borders move to the
 * nearest bar line; one too short for a bar is left out, and the last always has the last bar.
 */
export function formOf(brief: Brief): FormBar[] {
  const spans = tempoMap(brief);
  const final = brief.sections[brief.sections.length - 1] as Section;
  const owners = spans.map((span, i) => {
    const middle = (span.start + Math.min(span.end, span.start + 240 / span.bpm)) / 2;
    return i === spans.length - 1 ? final : (brief.sections.find((s) => middle < s.end) ?? final);
  });
  const sections = [...new Set(owners)];
  return sections.flatMap((section, sectionIndex) => {
    const first = owners.indexOf(section);
    const bars = owners.filter((owner) => owner === section).length;
    const phrases = phraseLengths(bars);
    return phrases.flatMap((phraseBars, phrase) => {
      const before = phrases.slice(0, phrase).reduce((sum, n) => sum + n, 0);
      return Array.from({ length: phraseBars }, (_, phraseBar): FormBar => {
        const bar = before + phraseBar;
        const index = first + bar;
        const last = index === spans.length - 1;
        return {
          ...(spans[index] as Span),
          index,
          section,
          sectionIndex,
          bar,
          bars,
          phrase,
          phraseBar,
          phraseBars,
          fill: !last && bars > 1 && (bar === bars - 1 || bar % 8 === 7),
          last,
          density: section.name === 'settle' ? section.density * (1 - (0.6 * bar) / bars) : section.density,
        };
      });
    });
  });
}

/** Phrases of four bars; what is left over makes one of two or three, and a single bar joins with the four before it. */
function phraseLengths(bars: number): number[] {
  const lengths = Array.from({ length: Math.floor(bars / 4) }, () => 4);
  const rest = bars % 4;
  if (rest === 1 && lengths.length > 0) return [...lengths.slice(1), 2, 3];
  return rest === 0 ? lengths : [...lengths, rest];
}
