import { TONICS, type Brief, type Instrument, type Section, type Tonic } from '#lib/core/brief.ts';

/** What the user changed in a draft. It is kept apart, so that a new draft takes it over. */
export interface Edits extends Partial<Pick<Brief, 'genre' | 'mood' | 'tempo' | 'mix'>> {
  /** Of the first section; the others move by as much. */
  tonic?: Tonic;
  /** All that may play. */
  instruments?: Instrument[];
}

/** @returns the instruments of all sections, in the order in which they come in. */
export function instrumentsOf(brief: Brief): Instrument[] {
  return [...new Set(brief.sections.flatMap((section) => section.instruments))];
}

/** @returns `brief` with the user's changes in it; its prompt is as it was. */
export function editBrief(brief: Brief, edits: Edits): Brief {
  const { tonic, instruments, ...plain } = edits;
  let sections = brief.sections;
  if (tonic) sections = transposed(sections, tonic);
  if (instruments) sections = arranged(sections, instrumentsOf(brief), instruments);
  return { ...brief, ...plain, sections };
}

function transposed(sections: readonly Section[], to: Tonic): Section[] {
  const from = sections[0]?.key.tonic ?? to;
  const steps = TONICS.indexOf(to) - TONICS.indexOf(from) + TONICS.length;
  return sections.map((section) => {
    const tonic = TONICS[(TONICS.indexOf(section.key.tonic) + steps) % TONICS.length] ?? to;
    return { ...section, key: { ...section.key, tonic } };
  });
}

/** Takes away what was unchosen; what is new comes in everywhere. A section that would fall silent keeps one. */
function arranged(
  sections: readonly Section[],
  drafted: readonly Instrument[],
  chosen: readonly Instrument[],
): Section[] {
  const added = chosen.filter((instrument) => !drafted.includes(instrument));
  return sections.map((section) => {
    const kept = section.instruments.filter((instrument) => chosen.includes(instrument));
    const instruments = [...kept, ...added];
    return { ...section, instruments: instruments.length > 0 ? instruments : chosen.slice(0, 1) };
  });
}
