import { DRUMS, type Genre, type Instrument, type Section } from '../../../../core/brief.ts';
import type { Part } from '../../../piece.ts';

type Role = Part['role'];

/** Who plays what in a section. */
export interface Chair {
  role: Role;
  instrument: Instrument;
}

/** Tones that last while a chord lasts. */
export const SUSTAINING: readonly Instrument[] = ['pad', 'strings'];
/** Best first. */
const COMPING: readonly Instrument[] = [
  'electric-piano',
  'piano',
  'synth',
  'guitar',
  'harp',
  'electric-guitar',
];
const FIGURES: readonly Instrument[] = [
  'guitar',
  'harp',
  'piano',
  'synth',
  'electric-piano',
  'electric-guitar',
];
const LEFT_HAND: readonly Instrument[] = [
  'piano',
  'electric-piano',
  'synth',
  'electric-guitar',
  'guitar',
  'harp',
  'strings',
  'pad',
];

const POWER_CHORDS: readonly Genre[] = ['rock', 'metal', 'industrial'];

/**
 * Gives every instrument of a section something to play: the first in its list that is no pad sings, as the brief's
 * prompt says; sustained ones hold the harmony (or one comps), one plays the figure, the rest answer the melody. Later
 * sections of a piece get an answer even where nobody is free for it. Where no bass is listed a left hand plays its line.
 */
export function seat(section: Section, genre: Genre): Chair[] {
  const listed = [...new Set(section.instruments)];
  const pitched = listed.filter((i) => !DRUMS.includes(i) && i !== 'bass');
  const singer = pitched.find((i) => i !== 'pad') ?? pitched[0];
  const chairs: Chair[] = listed
    .filter((i) => DRUMS.includes(i))
    .map((i) => ({ role: 'drums', instrument: i }));
  const low = listed.includes('bass') ? 'bass' : LEFT_HAND.find((i) => pitched.includes(i));
  if (low) chairs.push({ role: 'bass', instrument: low });
  if (!singer) return chairs;
  chairs.push({ role: 'melody', instrument: singer });

  let free = pitched.filter((i) => i !== singer);
  const take = (role: Role, instruments: readonly Instrument[]) => {
    chairs.push(...instruments.map((instrument) => ({ role, instrument })));
    free = free.filter((i) => !instruments.includes(i));
  };
  const power = POWER_CHORDS.includes(genre) && pitched.includes('electric-guitar');
  if (power) take('arpeggio', ['electric-guitar']);
  const held = SUSTAINING.filter((i) => free.includes(i));
  const comping = COMPING.find((i) => free.includes(i));
  if (held.length > 0) take('harmony', held);
  else if (comping) take('harmony', [comping]);
  const figure = FIGURES.find((i) => free.includes(i));
  if (figure && !power) take('arpeggio', [figure]);
  if (free.length > 0) take('counter', free);
  else if (section.name === 'variation' || section.name === 'target') {
    const answer = chairs.find((c) => c.role === 'harmony' || (c.role === 'arpeggio' && !power));
    if (answer) take('counter', [answer.instrument]);
  }

  const accompanied = chairs.some((c) => c.role === 'harmony' || c.role === 'arpeggio');
  if (!accompanied && singer !== 'flute') {
    chairs.push({
      role: FIGURES.includes(singer) && singer !== 'electric-piano' ? 'arpeggio' : 'harmony',
      instrument: singer,
    });
  }
  return chairs;
}

/** Where each instrument stands and how loud it is, before the mix. */
const STAGE: Record<Instrument, { pan: number; gain: number }> = {
  piano: { pan: -0.1, gain: 1 },
  'electric-piano': { pan: 0.12, gain: 1 },
  guitar: { pan: -0.28, gain: 1 },
  'electric-guitar': { pan: 0.3, gain: 0.9 },
  harp: { pan: 0.3, gain: 0.95 },
  bell: { pan: 0.22, gain: 0.7 },
  flute: { pan: 0.08, gain: 0.9 },
  strings: { pan: -0.2, gain: 0.9 },
  pad: { pan: 0, gain: 0.9 },
  synth: { pan: 0.18, gain: 0.6 },
  bass: { pan: 0, gain: 1 },
  kit: { pan: 0, gain: 1 },
  brushes: { pan: 0, gain: 0.9 },
  toms: { pan: 0, gain: 0.9 },
};
/** The melody leads; what accompanies stays under it. */
const BALANCE: Record<Role, number> = {
  melody: 1,
  counter: 0.55,
  harmony: 0.5,
  arpeggio: 0.55,
  bass: 0.8,
  drums: 0.75,
};
/** A hand that plays bass beside its other parts plays it lighter than a bass does. */
const LEFT_HAND_SHARE = 0.7;

/** @returns the pan and the linear gain of a chair. */
export function placeOnStage({ role, instrument }: Chair): Pick<Part, 'pan' | 'gain'> {
  const { pan, gain } = STAGE[instrument];
  const leftHand = role === 'bass' && instrument !== 'bass';
  return { pan, gain: gain * BALANCE[role] * (leftHand ? LEFT_HAND_SHARE : 1) };
}
