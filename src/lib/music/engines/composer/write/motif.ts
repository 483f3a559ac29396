import type { Genre } from '../../../../core/brief.ts';
import { randomFor } from './random.ts';
import type { Random } from './random.ts';
import { readRhythm } from './score.ts';

/** One note of a cell: where it lies in the bar, and how many steps of the scale above the cell's first note. */
export interface CellNote {
  beat: number;
  beats: number;
  offset: number;
}
export type Cell = readonly CellNote[];

/** The ideas that a melody is made of, one bar each. */
export interface Motif {
  /** The motif itself. */
  a: Cell;
  /** Its answer: the motif's contour upside down. */
  b: Cell;
  /** How a phrase comes to rest, leaving room for a breath. */
  cadence: Cell;
  /** Eighths that lead into a phrase, before its first bar. */
  pickup: 0 | 1 | 2;
  /** Bars of a phrase whose first note comes an eighth early and is held over the bar line. */
  tied: readonly number[];
  /** Semitones by which each bar of a phrase lies above its middle: the line that the phrase draws. */
  line: readonly number[];
}

type Manner = 'calm' | 'lyrical' | 'syncopated' | 'driving';

const MANNERS: Record<Genre, Manner> = {
  'lo-fi': 'syncopated',
  ambient: 'calm',
  'classical-piano': 'lyrical',
  rnb: 'syncopated',
  pop: 'syncopated',
  cinematic: 'calm',
  'folk-guitar': 'lyrical',
  electronic: 'syncopated',
  rock: 'driving',
  metal: 'driving',
  industrial: 'driving',
};

const RHYTHMS: Record<Manner, readonly string[]> = {
  calm: [
    'x---x-x-',
    'x--xx-x-',
    'x-x-x---',
    '..x-x-x-',
    'x--x--x-',
    'x---xxx-',
    'x-xx--x-',
    '.x-xx---',
    'x-x-.xx-',
  ],
  lyrical: ['x-x-x-xx', 'x--xx-x-', 'x-xxx-x-', 'xxx-x-x-', 'x-x-xxx-', '.xx-x-x-', 'x--xxxx-'],
  syncopated: [
    '.xx-x-x-',
    'x--x--x-',
    'x-xx-xx-',
    '.x-xx-x-',
    'x--xx-xx',
    'xxx-.xx-',
    '..xxx-x-',
    'x-x.xxx-',
  ],
  driving: ['x-xxx-x-', 'x--x--xx', 'x-x-xxx-', 'xx-xx-x-', 'xxx-x-x-', 'x-xx-xx-', '.xxxx-x-'],
};
const CADENCES: Record<Manner, readonly string[]> = {
  calm: ['x-----..', 'x---x-..', 'x-x---..', 'x--x--..', '.xx---..'],
  lyrical: ['x-x---..', 'x-----..', 'xxx---..', 'x--xx-..'],
  syncopated: ['x--x--..', '.xx---..', 'x-x---..', 'x--x-...'],
  driving: ['x-x---..', 'x-xx--..', 'x--x--..'],
};
const TIED: Record<Manner, number> = { calm: 0.2, lyrical: 0.25, syncopated: 0.6, driving: 0.4 };

const LINES: readonly (readonly number[])[] = [
  [-1, 2, 6, -3],
  [-5, -1, 4, -2],
  [4, 0, 5, -4],
  [2, -3, 5, -2],
  [-4, 2, 5, -4],
  [1, -4, 4, 0],
  [5, 2, -1, -4],
];
/** Fewest steps of the scale between the lowest and the highest note of the motif: less is a trill, not a tune. */
const AMBITUS = 3;

/** Invents the melodic ideas of a piece. */
export function inventMotif(genre: Genre, seed: number): Motif {
  const random = randomFor(seed, 'motif');
  const manner = MANNERS[genre];
  const rhythm = bend(bend(random.pick(RHYTHMS[manner]), random), random);
  const answer = random.next() < 0.5 ? rhythm : random.pick(RHYTHMS[manner]);
  const a = cell(rhythm, contour(readRhythm(rhythm).length, random));
  const b = cell(
    answer,
    readRhythm(answer).map(({ beat }) => -offsetAt(a, beat)),
  );
  const close = random.pick(CADENCES[manner]);
  const falls = random.pick([-1, -1, -2, -2, 1, 2]);
  const cadence = cell(
    close,
    readRhythm(close).map((_, i) => falls * i),
  );
  return {
    a,
    b,
    cadence,
    pickup: random.pick([0, 0, 1, 2] as const),
    tied: random.next() < TIED[manner] ? random.pick([[1], [2], [3], [1, 3]]) : [],
    line: random.pick(LINES),
  };
}

function cell(rhythm: string, offsets: readonly number[]): Cell {
  return readRhythm(rhythm).map(({ beat, beats }, i) => ({ beat, beats, offset: offsets[i] ?? 0 }));
}

/** Takes one light note out of a rhythm or puts one in, more often than not. */
function bend(rhythm: string, random: Random): string {
  const at = 1 + 2 * random.int(4);
  if (random.next() < 0.4) return rhythm;
  const notes = readRhythm(rhythm).length;
  const bent = rhythm[at] === 'x' ? (notes > 3 ? '-' : 'x') : notes < 6 ? 'x' : '-';
  return rhythm.slice(0, at) + bent + rhythm.slice(at + 1);
}

/** A contour of some width. */
function contour(notes: number, random: Random): number[] {
  for (;;) {
    const offsets = wander(notes, random);
    if (Math.max(...offsets) - Math.min(...offsets) >= Math.min(AMBITUS, notes - 1)) return offsets;
  }
}

/** Steps that mostly keep their direction, with at most one leap, which is answered by a step back. */
function wander(notes: number, random: Random): number[] {
  const offsets = [0];
  const leapAt = notes > 4 && random.next() < 0.55 ? 1 + random.int(Math.max(1, notes - 2)) : -1;
  let direction = random.next() < 0.5 ? 1 : -1;
  let leapt = false;
  for (let i = 1; i < notes; i++) {
    const leap = i === leapAt;
    if (leapt || (!leap && random.next() < 0.27)) direction = -direction;
    const size = leap ? random.pick([2, 2, 3, 3, 4]) : random.next() < 0.12 ? 0 : 1;
    offsets.push((offsets[i - 1] as number) + direction * size);
    leapt = leap;
  }
  return offsets;
}

/** The offset of the cell's note that sounds at a beat. */
function offsetAt(notes: Cell, beat: number): number {
  return notes.reduce((offset, note) => (note.beat <= beat ? note.offset : offset), 0);
}

/** Weight of an eighth of the bar, 1 the heaviest. */
const WEIGHTS = [1, 0.1, 0.5, 0.2, 0.8, 0.1, 0.5, 0.2];

/**
 * Fits a cell to how busy the music is: below .45 its lightest notes go and the others last longer, above .7 its longest
 * note is divided by a step. It stays recognisable.
 */
export function fitDensity(notes: Cell, density: number): Cell {
  if (density < 0.45) return thin(notes, Math.max(1, Math.round(notes.length * (0.5 + density))));
  return density > 0.7 ? divide(notes) : notes;
}

/** Keeps the heaviest notes; what were several steps becomes one. */
function thin(notes: Cell, keep: number): Cell {
  const weight = (n: CellNote) => WEIGHTS[n.beat * 2] ?? 0;
  const heaviest = [...notes].sort((p, q) => weight(q) - weight(p) || p.beat - q.beat).slice(0, keep);
  const left = notes.filter((n) => heaviest.includes(n));
  const end = notes.reduce((e, n) => Math.max(e, n.beat + n.beats), 0);
  let offset = 0;
  return left.map((n, i) => {
    offset += Math.sign(n.offset - (left[i - 1] ?? n).offset);
    return { beat: n.beat, beats: (left[i + 1]?.beat ?? end) - n.beat, offset };
  });
}

/** Divides the longest note, the second half a step away on the way to what follows. */
export function divide(notes: Cell): Cell {
  const longest = notes.reduce((l, n, i) => (n.beats > (notes[l] as CellNote).beats ? i : l), 0);
  return notes.flatMap((note, i) => {
    if (i !== longest || note.beats < 1) return [note];
    const first = note.beats % 1 === 0 ? note.beats / 2 : note.beats - 0.5;
    const next = notes[i + 1]?.offset ?? note.offset;
    const between = note.offset + (next >= note.offset ? 1 : -1);
    return [
      { ...note, beats: first },
      { beat: note.beat + first, beats: note.beats - first, offset: between },
    ];
  });
}
