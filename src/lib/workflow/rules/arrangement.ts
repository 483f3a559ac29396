import type { Brief, Dynamic, Instrument, Section } from '../../core/brief.ts';
import { INSTRUMENT_NAMES, list } from './names.ts';
import { carriesTune } from './orchestrate.ts';

const LOUDNESS: Record<Dynamic, string> = {
  pp: 'very soft',
  p: 'soft',
  mp: 'gentle',
  mf: 'full',
  f: 'strong',
};

/** Below this density an opening is called sparse. */
const SPARSE = 0.35;

/** Says who plays when, by seconds. How loud it is, is said where it changes. */
export function arrangement({ sections, mood, duration }: Omit<Brief, 'prompt'>): string {
  const parts = sections.map((section, i) => {
    const before = sections[i - 1] ?? null;
    const manner = [...character(section, mood[0]), ...loudness(section, before)];
    const times = `${seconds(section.start)}-${seconds(section.end)} s`;
    return [times, scene(section, before), ...(manner.length === 0 ? [] : [list(manner)])].join(', ');
  });
  return `Arrangement over ${seconds(duration)} seconds: ${parts.join('; ')}.`;
}

function character({ name, density }: Section, mood: string | undefined): string[] {
  if (name === 'match') return density < SPARSE ? ['sparse'] : [];
  return name === 'target' && mood !== undefined ? [mood] : [];
}

function loudness({ dynamic }: Section, before: Section | null): string[] {
  return dynamic === before?.dynamic ? [] : [LOUDNESS[dynamic]];
}

function scene({ name, instruments, dynamic }: Section, before: Section | null): string {
  const all = list(instruments.map((i) => INSTRUMENT_NAMES[i].name));
  switch (name) {
    case 'match':
      return `${all} ${opens(instruments)}`;
    case 'theme':
      return instruments.some(carriesTune)
        ? themeOn(instruments)
        : `${all} ${isPlural(instruments) ? 'keep' : 'keeps'} the pulse alone`;
    case 'variation':
      return instruments.some(carriesTune)
        ? `the theme returns varied, ${joining(instruments, before)}`
        : `${all} ${isPlural(instruments) ? 'vary' : 'varies'} the pulse`;
    case 'target':
      return `the fullest passage, on ${all}`;
    case 'settle':
      return dynamic === 'f' || dynamic === 'mf' ? `closing on ${all}` : `thinning to ${all} and fading`;
  }
}

function opens(instruments: readonly Instrument[]): string {
  if (instruments.length > 1) return 'open';
  return isPlural(instruments) ? 'open alone' : 'opens alone';
}

function isPlural(instruments: readonly Instrument[]): boolean {
  return instruments.length > 1 || instruments.some((i) => INSTRUMENT_NAMES[i].plural);
}

/** A pad leaves the tune to whoever comes after it. */
function themeOn(instruments: readonly Instrument[]): string {
  const first =
    instruments.find((i) => carriesTune(i) && i !== 'pad') ?? instruments.find(carriesTune) ?? instruments[0];
  if (first === undefined) return 'silence';
  const rest = instruments.filter((i) => i !== first);
  const { name, plural } = INSTRUMENT_NAMES[first];
  const under = rest.length === 0 ? ' alone' : ` over ${list(rest.map((i) => INSTRUMENT_NAMES[i].name))}`;
  return `${name} carr${plural ? 'y' : 'ies'} the theme${under}`;
}

/** Who joins is named; who stays is known from before. */
function joining(instruments: readonly Instrument[], before: Section | null): string {
  const fresh = instruments.filter((i) => !before?.instruments.includes(i)).map((i) => INSTRUMENT_NAMES[i]);
  const [first] = fresh;
  if (first === undefined) return 'a counter-melody answering';
  const join = fresh.length > 1 || first.plural ? 'join' : 'joins';
  return `${list(fresh.map(({ name }) => name))} ${join} and a counter-melody answers`;
}

function seconds(time: number): string {
  return String(Math.round(time * 10) / 10);
}
