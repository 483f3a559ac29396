import type { Instrument } from '../../../../core/brief.ts';
import type { ScoreBar } from './harmony.ts';
import type { Slot } from './melody.ts';
import { randomFor } from './random.ts';
import { pitchClass, tonicOf } from './scale.ts';
import type { Score } from './score.ts';
import { secondsAt } from './tempo.ts';

/** Notes that an instrument sings well, as MIDI numbers; all have 64 to 79 in common. */
const RANGES: Record<Instrument, readonly [number, number]> = {
  piano: [60, 86],
  'electric-piano': [58, 84],
  guitar: [57, 79],
  'electric-guitar': [57, 82],
  harp: [60, 80],
  bell: [64, 90],
  flute: [62, 88],
  strings: [60, 84],
  pad: [58, 80],
  synth: [60, 84],
  bass: [28, 48],
  kit: [0, 127],
  brushes: [0, 127],
  toms: [0, 127],
};
/** Semitones from the lowest to the highest note of a tune. */
const SPAN = 15;

interface Pitch {
  pitch: number;
  /** Steps of the scale from a tonic, counted through octaves. */
  index: number;
}
/** A way to have come to a pitch: what it cost, from where, and whether the last interval was a leap up or down. */
interface Path {
  at: Pitch;
  leapt: -1 | 0 | 1;
  /** Whether the pitch is outside the chord and has to move on by a step. */
  dissonant: boolean;
  cost: number;
  from: Path | null;
}

/**
 * Finds pitches for the melody, a phrase at a time: of all ways through the scale it takes the one (Viterbi search) that
 * best keeps the motif's contour, chord notes on heavy beats, steps rather than leaps and a step back after each leap,
 * follows the arch of the piece up to its climax, and repeats what was sung under the same name.
 * @returns each phrase's slots with their MIDI notes
 */
export function singTune(
  score: Score,
  phrases: readonly (readonly Slot[])[],
): { slot: Slot; pitch: number }[][] {
  const [low, high] = rangeOf(score);
  const grid = tonics(score.bars);
  const random = randomFor(score.seed, 'tune');
  const climax = phrases.flat().find((slot) => slot.climax);
  const crest = climax ? crestOf(score.bars[climax.bar] as ScoreBar, high) : high;
  const sung = new Map<string, number>();
  let last: Path | null = null;
  return phrases.map((slots) => {
    let paths: Path[] = last ? [{ ...last, cost: 0, from: null }] : [];
    slots.forEach((slot, i) => {
      const bar = score.bars[slot.bar] as ScoreBar;
      const next = slots[i + 1];
      const ceiling = slot.climax ? crest : crest - 1;
      const choices = pitchesIn(bar, grid[slot.bar] as number, low, ceiling);
      const allowed = slot.climax ? choices.filter((c) => c.pitch === crest) : choices;
      const goal = archAt(slot, score, low, crest);
      const options = (allowed.length > 0 ? allowed : choices).map((at) => {
        const remembered = sung.get(slot.name);
        const whim = remembered === undefined ? random.next() : 0;
        const dissonant = !bar.chord.tones.includes(pitchClass(at.pitch));
        return { at, dissonant, cost: whim + dwell(at, dissonant, slot, score, goal, remembered, next) };
      });
      paths = options.flatMap((option) => arrive(paths, option, slot));
    });
    const best = paths.reduce<Path | null>((b, p) => (b && b.cost <= p.cost ? b : p), null);
    const notes = slots.length > 0 && best ? trace(best, slots) : [];
    if (notes.length > 0) last = best;
    notes.forEach(({ slot, index }) => {
      if (!sung.has(slot.name)) sung.set(slot.name, index);
    });
    return notes;
  });
}

/** The cheapest path to a pitch for each kind of last interval. */
function arrive(paths: readonly Path[], option: Pick<Path, 'at' | 'dissonant' | 'cost'>, slot: Slot): Path[] {
  if (paths.length === 0) return [{ ...option, leapt: 0, from: null }];
  return ([0, 1, -1] as const).flatMap((leapt) => {
    let from: Path | null = null;
    let least = Infinity;
    for (const path of paths) {
      if (leapOf(option.at.pitch - path.at.pitch) !== leapt || path.cost >= least) continue;
      const cost = path.cost + interval(path, option.at, slot);
      if (cost >= least) continue;
      least = cost;
      from = path;
    }
    return from ? [{ ...option, leapt, cost: least + option.cost, from }] : [];
  });
}

/** Whether an interval of so many semitones is a leap, a fourth or more, and which way. */
function leapOf(semitones: number): Path['leapt'] {
  return semitones >= 5 ? 1 : semitones <= -5 ? -1 : 0;
}

/** Cost of a size of interval in steps of the scale: repeated, second, third, ... octave. */
const SIZES = [2.6, 0, 3.4, 4.4, 5, 5.6, 7, 6];

/** What it costs to go from one pitch to the next. */
function interval(from: Path, to: Pitch, slot: Slot): number {
  const semitones = to.pitch - from.at.pitch;
  const steps = to.index - from.at.index;
  const size = Math.abs(steps);
  let cost = SIZES[size] ?? 20;
  if (slot.interval !== null) cost = 0.5 * cost + 1.5 * Math.abs(steps - slot.interval);
  // a motif that wants to move should not stand still
  if (slot.interval && steps === 0) cost += 0.6;
  // a suspended or passing note resolves by a step
  if (from.dissonant && (size !== 1 || Math.abs(semitones) > 2)) cost += 9;
  // a leap wants a step back
  if (from.leapt !== 0 && (Math.sign(semitones) === from.leapt || semitones === 0 || Math.abs(semitones) > 2))
    cost += 15;
  // tritones, sevenths and augmented seconds are hard to sing
  if ([6, 10, 11].includes(Math.abs(semitones)) || (size === 1 && Math.abs(semitones) > 2)) cost += 6;
  return cost;
}

/** What it costs to sing a pitch in a place. */
function dwell(
  at: Pitch,
  dissonant: boolean,
  slot: Slot,
  score: Score,
  goal: number,
  remembered: number | undefined,
  next: Slot | undefined,
): number {
  const degree = ((at.index % 7) + 7) % 7;
  let cost = (slot.interval === null ? 0.3 : 0.1) * Math.abs(at.pitch - goal);
  // a phrase may come to rest by a suspension, elsewhere heavy beats want the chord
  if (dissonant)
    cost += slot.heavy ? (slot.rests ? 5 : 8) : slot.beats >= 1.5 ? 5 : slot.beat % 1 === 0 ? 1 : 0;
  // over the bar line it has to fit what comes
  const after = score.bars[slot.bar + 1];
  if (after && slot.beat + slot.beats > 4 && !after.chord.tones.includes(pitchClass(at.pitch))) cost += 6;
  if (remembered !== undefined && !slot.climax) cost += Math.min(4, 0.9 * Math.abs(at.index - remembered));
  if (slot.ending !== null && dissonant) cost += 9;
  if (slot.ending === 'question' && degree === 0) cost += 5;
  if (slot.ending === 'answer') cost += degree === 0 ? 0 : degree === 2 ? 1.5 : 4;
  if (slot.ending === 'final') cost += degree === 0 ? 0 : 30;
  // the last note is best reached from a step away
  if (next?.ending === 'final' && degree !== 1 && degree !== 6) cost += 1;
  return cost;
}

function trace(end: Path, slots: readonly Slot[]) {
  const notes: { slot: Slot; pitch: number; index: number }[] = [];
  let path: Path | null = end;
  for (let i = slots.length - 1; i >= 0 && path; i--) {
    notes.unshift({ slot: slots[i] as Slot, pitch: path.at.pitch, index: path.at.index });
    path = path.from;
  }
  return notes;
}

/** One octave and a third that every singer of the piece can reach, higher or lower by the seed. */
function rangeOf(score: Score): [number, number] {
  const singers = score.chairs.flat().filter((c) => c.role === 'melody');
  const low = Math.max(62, ...singers.map((c) => RANGES[c.instrument][0]));
  const high = Math.min(88, ...singers.map((c) => RANGES[c.instrument][1]));
  const room = Math.max(0, Math.min(8, high - low - SPAN));
  const start = low + randomFor(score.seed, 'register').int(room + 1);
  return [start, Math.min(high, start + SPAN)];
}

/** The highest chord note within reach. */
function crestOf(bar: ScoreBar, high: number): number {
  let crest = high;
  while (!bar.chord.tones.includes(pitchClass(crest))) crest--;
  return crest;
}

/** Each bar's tonic as a MIDI note, chosen so that a change of key moves it as little as may be. */
function tonics(bars: readonly ScoreBar[]): number[] {
  let last: number | null = null;
  return bars.map((bar) => {
    const tonic = tonicOf(bar.section.key);
    last = last === null ? tonic : last + (pitchClass(tonic - last + 6) - 6);
    return last;
  });
}

function pitchesIn(bar: ScoreBar, tonic: number, low: number, high: number): Pitch[] {
  const pitches: Pitch[] = [];
  for (let pitch = low; pitch <= high; pitch++) {
    const degree = bar.scale.indexOf(pitchClass(pitch));
    if (degree >= 0) pitches.push({ pitch, index: Math.floor((pitch - tonic) / 12) * 7 + degree });
  }
  return pitches;
}

/** Where the melody would lie: the piece rises to its crest and sinks to rest, each phrase draws its own line on that. */
function archAt(slot: Slot, score: Score, low: number, crest: number): number {
  const time = secondsAt(score.bars[slot.bar] as ScoreBar, slot.beat) / score.brief.duration;
  const away = time < 0.62 ? (0.62 - time) / 0.62 : (time - 0.62) / 0.38;
  return low + (crest - low) * (0.35 + 0.3 * (1 - away) * (1 - away)) + slot.line;
}
