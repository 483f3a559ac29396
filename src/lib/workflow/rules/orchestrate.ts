import { DRUMS, type Brief, type Genre, type Instrument, type Section } from '../../core/brief.ts';
import { ROUGH_GENRES } from '../../core/direction.ts';
import { silenced } from './avoided.ts';
import type { Change } from './change.ts';
import { courseOf, type Band } from './course.ts';
import { GENRE_TRAITS } from './genres.ts';

/** Who plays where nobody who was asked for may, the most neutral first: all there are. */
export const RESERVES: readonly [Instrument, ...Instrument[]] = [
  'electric-piano', 'piano', 'pad', 'harp', 'guitar', 'strings', 'bell', 'flute',
  'synth', 'electric-guitar', 'bass', 'brushes', 'toms', 'kit',
]; // prettier-ignore

/** Those that carry no tune. */
const RHYTHM: readonly Instrument[] = ['bass', ...DRUMS];

/** Of these pairs one gives way to the other, where only the other was asked for. */
const ALIKE: readonly (readonly [Instrument, Instrument])[] = [
  ['piano', 'electric-piano'],
  ['guitar', 'electric-guitar'],
  ['kit', 'brushes'],
];

/** An opening or an end with more players than these is no longer sparse. */
const SPARSE = 3;

/** Who of a band plays in a section: few at first, all in the middle, two at the end. */
export function players({ meet, lead, colour }: Band, name: Section['name']): Instrument[] {
  if (name === 'match') return [...meet];
  if (name === 'theme') return [...lead];
  if (name === 'settle') return lead.slice(0, 2);
  return [...new Set([...lead, ...colour])];
}

/** Gives the sections the band of a genre. A gentle genre leaves out what the course of the emotion never uses. */
export function recast(brief: Brief, genre: Genre): Brief {
  const { band } = GENRE_TRAITS[genre];
  const forbidden = ROUGH_GENRES.includes(genre) ? [] : courseOf(brief.emotion, brief.intent).forbidden;
  return withPlayers(brief, ({ name }) => players(band, name), forbidden);
}

/** Lets instruments in and out as asked. Whatever the avoid list rules out stays out, and no section falls silent. */
export function orchestrate(brief: Brief, change: Change): Brief {
  const { only = [], add = [], remove = [], less = [] } = change;
  if (only.length > 0) return withPlayers(brief, () => [...only, ...add], remove);
  const cast = (section: Section) =>
    joined(section, joining(section, brief, change)).filter(
      (i) => !(less.includes(i) && rests(section, brief.sections, i)),
    );
  return withPlayers(brief, cast, remove);
}

/** Who joins a section. Drums leave the opening and the end of soothing music alone. */
function joining(section: Section, brief: Brief, { add = [], drums }: Change): readonly Instrument[] {
  const isDrummed = [...section.instruments, ...add].some(isDrum);
  const wanted = drums === true && !isDrummed ? [...add, GENRE_TRAITS[brief.genre].drums] : add;
  return isOuter(section) && brief.intent === 'soothe' ? wanted.filter((i) => !isDrum(i)) : wanted;
}

/** Who was asked for leads; who is much like them gives way; the outer sections stay sparse. */
function joined(section: Section, added: readonly Instrument[]): Instrument[] {
  if (added.length === 0) return section.instruments;
  const replaced = ALIKE.flatMap(([a, b]) => {
    if (added.includes(a) === added.includes(b)) return [];
    return added.includes(a) ? [b] : [a];
  });
  const tunes = added.filter((i) => !RHYTHM.includes(i));
  const staying = section.instruments.filter((i) => !replaced.includes(i) && !added.includes(i));
  const all = [...tunes, ...staying, ...added.filter((i) => RHYTHM.includes(i))];
  if (!isOuter(section)) return all;
  const room = Math.max(0, SPARSE - added.length);
  return all.filter((i) => added.includes(i) || staying.indexOf(i) < room);
}

/** Whether an instrument that is to be heard less rests in a section: it keeps one, the first after the opening. */
function rests(section: Section, sections: readonly Section[], instrument: Instrument): boolean {
  const having = sections.filter(({ instruments }) => instruments.includes(instrument));
  const kept = having.find(({ name }) => name !== 'match') ?? having[0];
  return section.name !== kept?.name;
}

/** Casts every section, without who is unwanted or to be avoided; a reserve carries a tune that lost its player. */
function withPlayers(
  brief: Brief,
  cast: (section: Section) => readonly Instrument[],
  unwanted: readonly Instrument[],
): Brief {
  const avoided = silenced(brief.avoid);
  const allowed = RESERVES.filter((i) => !avoided.has(i));
  const reserve = allowed.find((i) => !unwanted.includes(i)) ?? allowed[0] ?? RESERVES[0];
  const sections = brief.sections.map((section) => {
    const wanted = [...new Set(cast(section))];
    const instruments = wanted.filter((i) => !avoided.has(i) && !unwanted.includes(i));
    const lostTune = wanted.some(carriesTune) && !instruments.some(carriesTune);
    if (lostTune && !instruments.includes(reserve)) instruments.unshift(reserve);
    return { ...section, instruments: instruments.length > 0 ? instruments : [reserve] };
  });
  return { ...brief, sections };
}

/** @returns whether an instrument can carry a tune: all but bass and drums. */
export function carriesTune(instrument: Instrument): boolean {
  return !RHYTHM.includes(instrument);
}

function isDrum(instrument: Instrument): boolean {
  return DRUMS.includes(instrument);
}

function isOuter({ name }: Section): boolean {
  return name === 'match' || name === 'settle';
}
