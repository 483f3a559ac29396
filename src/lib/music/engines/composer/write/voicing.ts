import type { Chord } from './chord.ts';
import type { ScoreBar } from './harmony.ts';
import { pitchClass } from './scale.ts';

/** The chord of a bar as it is sung: MIDI note numbers, upper voices from low to high. */
export interface Voicing {
  bass: number;
  upper: readonly number[];
}

const BASS = { low: 28, high: 45 };
const UPPER = { low: 48, high: 74 };
const GAP = { least: 2, most: 9 };
/** More candidates than this a chord cost time and hardly better leading. */
const CANDIDATES = 40;
const FORBIDDEN = 1000;

/**
 * Leads the voices through all chords at once: of all ways to spread each chord it takes the sequence with the least
 * motion (Viterbi search) that keeps neighbours 2 to 9 semitones apart, never crosses, and never moves two voices in
 * parallel fifths or octaves, the bass included. Where four voices can't, the doubled one is left out.
 * @param voices how many above the bass, 3 or 4
 * @param centre the note that they should lie around
 */
export function leadVoices(bars: readonly ScoreBar[], voices: 3 | 4, centre: number): Voicing[] {
  const full = cheapestPath(bars, voices, centre);
  if (voices === 3 || full.cost < FORBIDDEN) return full.led;
  const thin = cheapestPath(bars, 3, centre);
  return thin.cost < full.cost ? thin.led : full.led;
}

function cheapestPath(bars: readonly ScoreBar[], voices: number, centre: number) {
  const basses = leadBass(bars);
  const known = new Map<string, Voicing[]>();
  const options = bars.map(({ chord }, i) => {
    const bass = basses[i] as number;
    const name = `${chord.tones.join()}/${bass}`;
    const found = known.get(name) ?? spreads(chord, bass, voices, centre);
    known.set(name, found);
    return found;
  });
  let costs = (options[0] ?? []).map((v) => place(v, centre));
  const back: number[][] = [];
  for (let i = 1; i < options.length; i++) {
    const from = options[i - 1] as Voicing[];
    const arrived = (options[i] as Voicing[]).map((to) => cheapest(from, costs, to));
    back.push(arrived.map((a) => a.from));
    costs = arrived.map((a, j) => a.cost + place((options[i] as Voicing[])[j] as Voicing, centre));
  }
  const cost = Math.min(...costs);
  let best = costs.indexOf(cost);
  const led: Voicing[] = [];
  for (let i = options.length - 1; i >= 0; i--) {
    led.unshift((options[i] as Voicing[])[best] as Voicing);
    best = back[i - 1]?.[best] ?? 0;
  }
  return { cost, led };
}

function cheapest(from: readonly Voicing[], costs: readonly number[], to: Voicing) {
  let cost = Infinity;
  let index = 0;
  for (let i = 0; i < from.length; i++) {
    const room = cost - (costs[i] as number);
    if (room <= 0) continue;
    const total = (costs[i] as number) + motion(from[i] as Voicing, to, room);
    if (total < cost) {
      cost = total;
      index = i;
    }
  }
  return { cost, from: index };
}

/** Each bass note an octave that keeps it near the last and in range. */
function leadBass(bars: readonly ScoreBar[]): number[] {
  let last = (BASS.low + BASS.high) / 2;
  return bars.map(({ chord }) => {
    const choices = within(BASS.low, BASS.high, [chord.bass]);
    last = choices.reduce((a, b) => (Math.abs(b - last) < Math.abs(a - last) ? b : a));
    return last;
  });
}

/** All ways to spread a chord over so many voices, those nearest the centre first. */
function spreads(chord: Chord, bass: number, voices: number, centre: number): Voicing[] {
  const found: number[][] = [];
  const pitches = within(UPPER.low, UPPER.high, chord.tones);
  const extend = (upper: number[]) => {
    if (upper.length === voices) {
      if (isWhole(upper, chord)) found.push(upper);
      return;
    }
    const top = upper[upper.length - 1];
    for (const pitch of pitches) {
      if (top === undefined || (pitch - top >= GAP.least && pitch - top <= GAP.most))
        extend([...upper, pitch]);
    }
  };
  extend([]);
  return found
    .map((upper) => ({ voicing: { bass, upper }, cost: place({ bass, upper }, centre) }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, CANDIDATES)
    .map(({ voicing }) => voicing);
}

/** The third and the colours must sound, the root too where the bass has another note; only root or fifth sound twice. */
function isWhole(upper: readonly number[], chord: Chord): boolean {
  const held = upper.map(pitchClass);
  const root = chord.bass === chord.root ? [] : [chord.root];
  const needed = [chord.third, ...chord.colours, ...root].slice(0, upper.length);
  if (!needed.every((tone) => held.includes(tone))) return false;
  const twice = held.filter((tone, i) => held.indexOf(tone) !== i);
  return twice.every((tone) => tone === chord.root || tone === chord.fifth);
}

/** How far a voicing lies from the centre, and how much it lacks through doubling. */
function place(v: Voicing, centre: number): number {
  const mean = v.upper.reduce((sum, p) => sum + p, 0) / v.upper.length;
  const doubled = v.upper.length - new Set(v.upper.map(pitchClass)).size;
  return 0.4 * Math.abs(mean - centre) + 2 * doubled;
}

/** Semitones moved, far more where the move is forbidden. Stops counting past `limit`. */
function motion(a: Voicing, b: Voicing, limit: number): number {
  let cost = 0;
  for (let i = 0; i < b.upper.length; i++) {
    const step = Math.abs((b.upper[i] as number) - (a.upper[i] as number));
    cost += step <= 2 ? step : step * 1.5;
  }
  if (cost >= limit) return cost;
  for (let i = -1; i < b.upper.length; i++) {
    for (let j = i + 1; j < b.upper.length; j++) if (isParallel(a, b, i, j)) cost += FORBIDDEN;
    // a voice that moves past where its neighbour was is heard as a crossing
    if (i >= 0 && overlaps(a, b, i)) cost += FORBIDDEN / 10;
  }
  return cost;
}

/** Whether voices i and j (the bass is -1) move the same way from a fifth to a fifth or an octave to an octave. */
function isParallel(a: Voicing, b: Voicing, i: number, j: number): boolean {
  const ai = voice(a, i);
  const bi = voice(b, i);
  const aj = voice(a, j);
  const bj = voice(b, j);
  if (ai === bi || aj === bj || bi > ai !== bj > aj) return false;
  const before = (aj - ai) % 12;
  return (before === 0 || before === 7) && (bj - bi) % 12 === before;
}

function overlaps(a: Voicing, b: Voicing, i: number): boolean {
  const above = a.upper[i + 1];
  const below = a.upper[i - 1];
  const to = b.upper[i] as number;
  return (above !== undefined && to > above) || (below !== undefined && to < below);
}

function voice(v: Voicing, i: number): number {
  return i < 0 ? v.bass : (v.upper[i] as number);
}

/** @returns every MIDI note from low to high whose pitch class is one of `tones`. */
export function within(low: number, high: number, tones: readonly number[]): number[] {
  const notes: number[] = [];
  for (let note = low; note <= high; note++) if (tones.includes(pitchClass(note))) notes.push(note);
  return notes;
}
