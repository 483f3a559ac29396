import { writeMidi } from 'midi-file';
import type { MidiEvent } from 'midi-file';
import { DRUMS, MINOR_MODES, TONICS } from '../core/brief.ts';
import type { Instrument, Key, Mode } from '../core/brief.ts';
import type { Part, Piece } from './piece.ts';

/** Ticks a quarter note: at the slowest tempo a tick lasts 1.6 ms. */
const TICKS = 960;
const PERCUSSION = 9;

/** General MIDI Level 1 programs, counted from 0; on the percussion channel they choose the drum set. */
const PROGRAMS: Record<Instrument, number> = {
  piano: 0,
  'electric-piano': 4,
  guitar: 24,
  'electric-guitar': 29,
  harp: 46,
  bell: 11,
  flute: 73,
  strings: 48,
  pad: 89,
  synth: 81,
  bass: 33,
  kit: 0,
  brushes: 40,
  toms: 0,
};

/** Sharps that each mode adds to the signature of the major key on its tonic; fewer than none are flats. */
const SHARPS: Record<Mode, number> = {
  ionian: 0,
  lydian: 1,
  mixolydian: -1,
  dorian: -2,
  aeolian: -3,
  phrygian: -4,
};

type Timed = MidiEvent & { tick: number };

/**
 * Writes a piece as a Standard MIDI File of format 1: a track with tempo, keys and sections, then one a part, named, with
 * its General MIDI program, pan and volume; drums on channel 10. Notes lie within half a tick of where they are played.
 * @returns the bytes of the file
 */
export function encodeMidi(piece: Piece): Uint8Array<ArrayBuffer> {
  const channels = channelsFor(piece.parts);
  const tracks = [
    conductor(piece),
    ...piece.parts.map((part, i) => trackOf(part, channels[i] as number, piece)),
  ];
  return new Uint8Array(
    writeMidi({ header: { format: 1, numTracks: tracks.length, ticksPerBeat: TICKS }, tracks }),
  );
}

function conductor(piece: Piece): MidiEvent[] {
  const events: Timed[] = [
    { tick: 0, deltaTime: 0, meta: true, type: 'trackName', text: 'Attune' },
    {
      tick: 0,
      deltaTime: 0,
      meta: true,
      type: 'timeSignature',
      numerator: 4,
      denominator: 4,
      metronome: 24,
      thirtyseconds: 8,
    },
  ];
  piece.bars.forEach((bar, i) => {
    const tick = i * 4 * TICKS;
    const before = piece.bars[i - 1];
    const at = { tick, deltaTime: 0, meta: true } as const;
    if (bar.bpm !== before?.bpm) {
      events.push({ ...at, type: 'setTempo', microsecondsPerBeat: Math.round(60e6 / bar.bpm) });
    }
    if (bar.key.tonic !== before?.key.tonic || bar.key.mode !== before.key.mode) {
      events.push({
        ...at,
        type: 'keySignature',
        key: sharpsOf(bar.key),
        scale: MINOR_MODES.includes(bar.key.mode) ? 1 : 0,
      });
    }
    if (bar.section !== before?.section) events.push({ ...at, type: 'marker', text: bar.section });
  });
  return finish(events, tickAt(piece, piece.duration));
}

function trackOf(part: Part, channel: number, piece: Piece): MidiEvent[] {
  const start = { tick: 0, deltaTime: 0 } as const;
  const control = (controllerType: number, value: number): Timed => ({
    ...start,
    type: 'controller',
    channel,
    controllerType,
    value,
  });
  const head: Timed[] = [
    { ...start, meta: true, type: 'trackName', text: `${part.role}: ${part.instrument}` },
    { ...start, type: 'programChange', channel, programNumber: PROGRAMS[part.instrument] },
    // General MIDI's volume is 40 log10(value / 127) dB
    control(7, Math.round(127 * Math.min(1, Math.sqrt(part.gain)))),
    control(10, Math.round(64 + 63 * part.pan)),
  ];
  const notes = part.notes.flatMap(({ start: from, duration, pitch, velocity }): Timed[] => {
    const on = tickAt(piece, from);
    const off = Math.max(on + 1, tickAt(piece, from + duration));
    const note = { deltaTime: 0, channel, noteNumber: pitch };
    return [
      { ...note, tick: on, type: 'noteOn', velocity: Math.max(1, Math.round(127 * velocity)) },
      { ...note, tick: off, type: 'noteOff', velocity: 0 },
    ];
  });
  return finish([...head, ...notes], tickAt(piece, piece.duration));
}

/** Orders events, a note's end before the next one's start, and counts each from the one before. */
function finish(events: readonly Timed[], end: number): MidiEvent[] {
  const rank = (event: Timed) => (event.type === 'noteOff' ? 0 : event.type === 'noteOn' ? 2 : 1);
  const ordered = [...events].sort((a, b) => a.tick - b.tick || rank(a) - rank(b));
  let last = 0;
  const counted = ordered.map(({ tick, ...event }) => {
    const deltaTime = tick - last;
    last = tick;
    return { ...event, deltaTime } as MidiEvent;
  });
  return [...counted, { deltaTime: Math.max(0, end - last), meta: true, type: 'endOfTrack' }];
}

/** Ticks at a time: four quarter notes a bar, the last one going on at its tempo. */
function tickAt(piece: Piece, time: number): number {
  const after = piece.bars.findIndex((bar) => bar.end > time);
  const index = after < 0 ? piece.bars.length - 1 : after;
  const bar = piece.bars[index] as Piece['bars'][number];
  return Math.round((index * 4 + ((time - bar.start) * bar.bpm) / 60) * TICKS);
}

/** A channel for each part; where there are more than 15 pitched ones, parts of one instrument share. */
function channelsFor(parts: readonly Part[]): number[] {
  const free = Array.from({ length: 16 }, (_, i) => i).filter((i) => i !== PERCUSSION);
  const pitched = [...new Set(parts.map((p) => p.instrument))].filter((i) => !DRUMS.includes(i));
  const own = new Map(pitched.map((instrument) => [instrument, free.shift() as number]));
  const used = new Set<number>();
  return parts.map(({ instrument }) => {
    if (DRUMS.includes(instrument)) return PERCUSSION;
    const first = own.get(instrument) as number;
    const channel = used.has(first) ? (free.shift() ?? first) : first;
    used.add(channel);
    return channel;
  });
}

function sharpsOf({ tonic, mode }: Key): number {
  const fifths = (TONICS.indexOf(tonic) * 7) % 12;
  const sharps = fifths + SHARPS[mode];
  return sharps > 6 ? sharps - 12 : sharps < -6 ? sharps + 12 : sharps;
}
