import type { Genre } from '../../../../core/brief.ts';

/** The keys of General MIDI's percussion that are played here; with brushes 38, 39 and 40 are tap, slap and swirl. */
export const DRUM = {
  kick: 36,
  rim: 37,
  snare: 38,
  slap: 39,
  swirl: 40,
  floor: 41,
  hat: 42,
  lowTom: 45,
  openHat: 46,
  midTom: 47,
  highTom: 50,
  crash: 49,
  ride: 51,
  shaker: 70,
} as const;
export type DrumName = keyof typeof DRUM;

/** A bar in sixteenths: a digit is a stroke from 1 (ghost note) to 9, anything else a rest. */
export type Groove = Partial<Record<DrumName, string>>;

/** What a kit plays: sparse bars, and full ones to choose from. */
interface Grooves {
  sparse: Groove;
  full: readonly Groove[];
}

const LOFI: Grooves = {
  sparse: { kick: '7...............', rim: '........4.......', hat: '..3...3...3...3.' },
  full: [
    { kick: '8......5..7.....', snare: '....7..1.1..7...', hat: '5.3.5.3.5.3.5.32' },
    {
      kick: '8..5......7..4..',
      snare: '....7.......7..1',
      hat: '4.4.5.4.4.425.4.',
      shaker: '..2...2...2...2.',
    },
    { kick: '8.....5...7.....', rim: '....6.......6..2', hat: '5.3.5.325.3.5.3.' },
  ],
};
const RNB: Grooves = {
  sparse: { kick: '7.........5.....', rim: '....5.......5...', shaker: '3.2.3.2.3.2.3.2.' },
  full: [
    { kick: '8..4...3..7..4..', snare: '....7..1.1..7.1.', hat: '5242524252425242' },
    { kick: '8.....6..4.6....', snare: '....7.......7..1', hat: '5.3.5.335.3.5.3.', rim: '..........3.....' },
  ],
};
const POP: Grooves = {
  sparse: { kick: '7.......6.......', rim: '....5.......5...', shaker: '3.2.3.2.3.2.3.2.' },
  full: [
    { kick: '8.....5.8.......', snare: '....8.......8...', hat: '6.4.6.4.6.4.6.4.' },
    {
      kick: '8.......8.6.....',
      snare: '....8..1....8...',
      hat: '6.4.6.4.6.4.6.4.',
      shaker: '2323232323232323',
    },
    { kick: '8..5....8..5....', snare: '....8.......8..2', hat: '..6...6...6...6.' },
  ],
};
const ROCK: Grooves = {
  sparse: { kick: '8.......7.......', snare: '....6.......6...', hat: '6...5...6...5...' },
  full: [
    { kick: '9.....6.9.......', snare: '....9.......9...', hat: '8.5.8.5.8.5.8.5.' },
    { kick: '9...6...9.6.....', snare: '....9..2....9..2', ride: '7.5.7.5.7.5.7.5.' },
    { kick: '9..6..6.9..6....', snare: '....9.......9...', hat: '8.6.8.6.8.6.8.6.' },
  ],
};
const ELECTRONIC: Grooves = {
  sparse: { kick: '7...7...7...7...', hat: '..4...4...4...4.' },
  full: [
    {
      kick: '9...9...9...9...',
      slap: '....6.......6...',
      openHat: '..5...5...5...5.',
      hat: '3.2.3.2.3.2.3.2.',
    },
    { kick: '9...9...9...9...', slap: '....6.......6..2', hat: '4464446444644464' },
    { kick: '9...9...9...9.4.', rim: '...4..4....4..4.', openHat: '..5...5...5...5.' },
  ],
};
const AMBIENT: Grooves = {
  sparse: { kick: '4...............' },
  full: [
    { kick: '4...............', shaker: '2...2...2...2...' },
    { kick: '4.........3.....', ride: '3.......2.......' },
  ],
};
const METAL: Grooves = {
  sparse: { kick: '8.......8.......', snare: '........7.......', ride: '6...6...6...6...' },
  full: [
    { kick: '9.9.9.9.9.9.9.9.', snare: '....9.......9...', ride: '8...8...8...8...' },
    { kick: '999.999.999.999.', snare: '....9.......9...', hat: '8...8...8...8...' },
    { kick: '9..99..99..99.9.', snare: '........9.......', ride: '8.6.8.6.8.6.8.6.' },
  ],
};
const INDUSTRIAL: Grooves = {
  sparse: { kick: '8.......8.......', rim: '......5.......5.' },
  full: [
    { kick: '9..9..9.9..9..9.', snare: '....8.......8...', hat: '6.6.6.6.6.6.6.6.' },
    { kick: '9...9...9...9...', snare: '....8..3....8.33', rim: '..5...5...5...5.' },
  ],
};
const CINEMATIC: Grooves = {
  sparse: { floor: '7...............' },
  full: [
    { floor: '8.....5.7.......', lowTom: '....4.......5.4.' },
    { floor: '8..5..8..5..6...', lowTom: '..............44' },
  ],
};
const BRUSHES: Grooves = {
  sparse: { swirl: '4.......4.......', ride: '3.......3.......' },
  full: [
    {
      kick: '5.......4.......',
      swirl: '4.......4.......',
      snare: '....4..2....4...',
      ride: '4...3.2.4...3.2.',
    },
    {
      kick: '5.........4.....',
      swirl: '3...3...3...3...',
      slap: '....4.......4..1',
      hat: '....3.......3...',
    },
  ],
};
const TOMS: Grooves = {
  sparse: { floor: '6.......5.......' },
  full: [
    { floor: '7.....5.6.......', lowTom: '....4.......4.3.', midTom: '..........3.....' },
    { floor: '7..4..7..4..6...', lowTom: '....3.......4...', highTom: '..............3.' },
  ],
};
const FOLK: Grooves = {
  sparse: { kick: '5.......5.......', shaker: '3.2.3.2.3.2.3.2.' },
  full: [
    { kick: '6.......6.....3.', rim: '....5.......5...', shaker: '3.2.4.2.3.2.4.2.' },
    { kick: '6.....4.6.......', snare: '....4..1....4..1', shaker: '3.2.4.2.3.2.4.2.' },
  ],
};
const CLASSICAL: Grooves = {
  sparse: { ride: '3...............' },
  full: [{ kick: '4.......3.......', ride: '3...2...3...2...' }],
};

const KIT: Record<Genre, Grooves> = {
  'lo-fi': LOFI,
  ambient: AMBIENT,
  'classical-piano': CLASSICAL,
  rnb: RNB,
  pop: POP,
  cinematic: CINEMATIC,
  'folk-guitar': FOLK,
  electronic: ELECTRONIC,
  rock: ROCK,
  metal: METAL,
  industrial: INDUSTRIAL,
};

/** @returns what a drummer plays in a genre on a kit, with brushes or on toms. */
export function groovesFor(genre: Genre, instrument: 'kit' | 'brushes' | 'toms'): Grooves {
  return { kit: KIT[genre], brushes: BRUSHES, toms: TOMS }[instrument];
}

/** The last half of a bar before something new, to choose from: eight sixteenths. */
export const FILLS: Record<'kit' | 'brushes' | 'toms', readonly Groove[]> = {
  kit: [
    { highTom: '5.5.....', midTom: '....5.5.', floor: '......66' },
    { snare: '2.3.4.5.', kick: '6.......' },
    { snare: '..4.3...', midTom: '....5...', floor: '......6.' },
  ],
  brushes: [{ snare: '..2.3.4.' }, { slap: '....3.4.', swirl: '4.......' }],
  toms: [
    { highTom: '4.4.....', lowTom: '....5...', floor: '......6.' },
    { midTom: '..4.4...', floor: '....5.6.' },
  ],
};

/** How late the off-beats come, as a share of their own length, and the length in quarter notes. */
export const SWING: Record<Genre, { amount: number; step: number }> = {
  'lo-fi': { amount: 0.18, step: 0.25 },
  ambient: { amount: 0, step: 0.5 },
  'classical-piano': { amount: 0, step: 0.5 },
  rnb: { amount: 0.14, step: 0.25 },
  pop: { amount: 0.04, step: 0.25 },
  cinematic: { amount: 0, step: 0.5 },
  'folk-guitar': { amount: 0.1, step: 0.5 },
  electronic: { amount: 0, step: 0.25 },
  rock: { amount: 0.03, step: 0.25 },
  metal: { amount: 0, step: 0.25 },
  industrial: { amount: 0, step: 0.25 },
};
