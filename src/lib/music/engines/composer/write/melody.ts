import type { ScoreBar } from './harmony.ts';
import { divide, fitDensity, inventMotif } from './motif.ts';
import type { Cell, Motif } from './motif.ts';
import type { Score, ScoreNote } from './score.ts';
import { secondsAt } from './tempo.ts';
import { singTune } from './tune.ts';

/** A note of the melody before it has a pitch. */
export interface Slot {
  bar: number;
  /** Quarter notes from the bar line; below 0 where it comes early and is tied over. */
  beat: number;
  beats: number;
  /** Steps of the scale that the motif wants it above the note before; null for the first note of a cell. */
  interval: number | null;
  /** Notes of one name sing alike each time they come round. */
  name: string;
  /** Whether it sounds on the first or third beat, be it tied over. */
  heavy: boolean;
  /** Semitones by which its bar lies above the middle of the phrase. */
  line: number;
  /** Whether its bar brings the phrase to rest. */
  rests: boolean;
  /** How the phrase ends on this note: open, closed, or for good. */
  ending: 'question' | 'answer' | 'final' | null;
  /** The highest note of the piece. */
  climax: boolean;
}

/** Where in a piece its highest note lies; the golden section, as reference/music.md asks for. */
const CLIMAX = 0.62;
/** Quarter notes of rest between two phrases. */
const BREATH = 0.5;

/** Writes the melody: motif, phrases a a' b a'' that ask and answer, one climax, and rests to breathe. */
export function writeMelody(score: Score): ScoreNote[] {
  const motif = inventMotif(score.brief.genre, score.seed);
  const sung = (bar: ScoreBar) => score.chairs[bar.index]?.some((c) => c.role === 'melody') ?? false;
  const bars = score.bars.filter(sung);
  const phrases = phrasesOf(bars)
    .map((phrase) => slotsOf(phrase, motif))
    .filter((slots) => slots.length > 0);
  takeBreath(phrases);
  return shapeDynamics(singTune(score, markClimax(phrases, score)));
}

function phrasesOf(bars: readonly ScoreBar[]): ScoreBar[][] {
  const phrases: ScoreBar[][] = [];
  for (const bar of bars) {
    if (bar.phraseBar === 0 || phrases.length === 0) phrases.push([]);
    phrases[phrases.length - 1]?.push(bar);
  }
  return phrases;
}

type CellName = 'a' | 'b' | 'cadence' | 'final' | 'rest';

/** Which idea a bar sings: a a' b and a cadence over four bars, less where the music only begins or already ends. */
function cellName(bar: ScoreBar): CellName {
  if (bar.last) return 'final';
  const { name } = bar.section;
  if (name === 'match' && bar.bar === 0 && bar.bars >= 4) return 'rest';
  if (bar.phraseBar === bar.phraseBars - 1) return 'cadence';
  if (name === 'match' || name === 'settle') return bar.phraseBar % 2 === 0 ? 'a' : 'cadence';
  // where the music arrives the motif's answer takes the lead
  const [main, other] = name === 'target' ? (['b', 'a'] as const) : (['a', 'b'] as const);
  return bar.phraseBar === 2 ? other : main;
}

function slotsOf(bars: readonly ScoreBar[], motif: Motif): Slot[] {
  const slots: Slot[] = [];
  for (const bar of bars) {
    const name = cellName(bar);
    const plain = fitDensity(cellOf(name, motif), bar.density);
    const cell = isVaried(bar) ? divide(plain) : plain;
    cell.forEach((note, i) => {
      const before = cell[i - 1];
      slots.push({
        bar: bar.index,
        beat: note.beat,
        beats: note.beats,
        interval: before ? note.offset - before.offset : null,
        name: `${name}${bar.phraseBar}:${note.beat}`,
        heavy: note.beat % 2 === 0,
        line: motif.line[name === 'cadence' ? 3 : bar.phraseBar] ?? 0,
        rests: name === 'cadence',
        ending: null,
        climax: false,
      });
    });
    if (motif.tied.includes(bar.phraseBar) && name !== 'final') tieOver(slots, cell.length);
  }
  const first = bars[0];
  const last = slots[slots.length - 1];
  if (!first || !last) return slots;
  const open = first.phrase % 2 === 0 && first.phraseBar + first.bar + first.phraseBars < first.bars;
  last.ending = bars[bars.length - 1]?.last ? 'final' : open ? 'question' : 'answer';
  if (last.ending !== 'final') last.name += last.ending;
  return [...pickupTo(slots[0], motif), ...slots];
}

/** Where the theme comes back varied, its second bar is ornamented. */
function isVaried(bar: ScoreBar): boolean {
  return bar.section.name === 'variation' && bar.phraseBar === 1 && bar.phraseBars > 2;
}

function cellOf(name: CellName, motif: Motif): Cell {
  if (name === 'rest') return [];
  if (name === 'final') return [{ beat: 0, beats: 4, offset: 0 }];
  return motif[name];
}

/** Lets the bar's first note come an eighth early, where it lies on the bar line and the note before leaves room. */
function tieOver(slots: Slot[], added: number): void {
  const first = slots[slots.length - added];
  const before = slots[slots.length - added - 1];
  if (!first || !before || first.beat !== 0 || before.bar !== first.bar - 1) return;
  if (before.beat > 3) return;
  first.beat = -0.5;
  first.beats += 0.5;
  before.beats = Math.min(before.beats, 3.5 - before.beat);
}

/** A step or two into the first note of a phrase, in the breath that the last one left. */
function pickupTo(first: Slot | undefined, motif: Motif): Slot[] {
  if (!first || first.bar === 0 || first.beat !== 0) return [];
  return Array.from({ length: motif.pickup }, (_, i) => ({
    ...first,
    beat: (i - motif.pickup) * 0.5,
    beats: 0.5,
    interval: i === 0 ? null : 1,
    name: `pickup:${i}`,
    heavy: false,
    rests: false,
    ending: null,
  }));
}

/** Ends each phrase early enough for a breath before the next. */
function takeBreath(phrases: readonly Slot[][]): void {
  phrases.slice(1).forEach((phrase, i) => {
    const last = phrases[i]?.[phrases[i].length - 1];
    const next = phrase[0];
    if (!last || !next) return;
    const until = (next.bar - last.bar) * 4 + next.beat - BREATH;
    last.beats = Math.max(0.5, Math.min(last.beats, until - last.beat));
  });
}

/** Marks the note on a heavy beat that lies nearest to the climax. */
function markClimax(phrases: Slot[][], score: Score): Slot[][] {
  const wanted = CLIMAX * score.brief.duration;
  const distance = (slot: Slot) => {
    const bar = score.bars[slot.bar] as ScoreBar;
    return Math.abs(secondsAt(bar, slot.beat) - wanted);
  };
  const heavy = phrases.flat().filter((s) => s.heavy && s.ending !== 'final');
  const climax = heavy.reduce<Slot | null>(
    (best, s) => (best && distance(best) <= distance(s) ? best : s),
    null,
  );
  if (climax) climax.climax = true;
  return phrases;
}

/** Each phrase swells towards its middle and falls away, heavy beats a little stronger than light ones. */
function shapeDynamics(phrases: { slot: Slot; pitch: number }[][]): ScoreNote[] {
  return phrases.flatMap((notes) =>
    notes.map(({ slot, pitch }, i) => {
      const along = notes.length > 1 ? i / (notes.length - 1) : 0.5;
      const arch = 1 - 1.6 * (along - 0.55) * (along - 0.55);
      const heavy = slot.heavy ? 0.05 : 0;
      return {
        bar: slot.bar,
        beat: slot.beat,
        beats: slot.beats,
        pitch,
        accent: 0.85 + 0.2 * arch + heavy + (slot.climax ? 0.1 : 0),
      };
    }),
  );
}
