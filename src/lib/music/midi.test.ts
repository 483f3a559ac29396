import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyBrief } from '../../../tests/fixtures/any-brief.ts';
import { briefFor } from '../../../tests/fixtures/briefs.ts';
import { write } from './engines/composer/write/write.ts';
import { encodeMidi } from './midi.ts';
import type { Note } from './piece.ts';

interface MidiEvent {
  tick: number;
  /** First byte: a status with its channel, or 0xff for meta events, whose type is the first of the data. */
  status: number;
  data: number[];
}

/** Reads a Standard MIDI File, independently of what wrote it: the specification, RP-001, and no more than files here use. */
function readMidi(bytes: Uint8Array): { ticks: number; tracks: MidiEvent[][] } {
  let at = 0;
  const number = (length: number) => {
    let n = 0;
    for (let i = 0; i < length; i++) n = n * 256 + bytes[at++]!;
    return n;
  };
  const varying = () => {
    let n = 0;
    for (;;) {
      const byte = bytes[at++]!;
      n = n * 128 + (byte & 0x7f);
      if (byte < 0x80) return n;
    }
  };
  const name = () => String.fromCharCode(...bytes.subarray(at, (at += 4)));
  expect(name()).toBe('MThd');
  expect(number(4)).toBe(6);
  expect(number(2)).toBe(1);
  const count = number(2);
  const ticks = number(2);
  const tracks = Array.from({ length: count }, () => {
    expect(name()).toBe('MTrk');
    const end = number(4) + at;
    const events: MidiEvent[] = [];
    let tick = 0;
    while (at < end) {
      tick += varying();
      const status = bytes[at++]!;
      expect(status).toBeGreaterThanOrEqual(0x80);
      if (status === 0xff) {
        const type = bytes[at++]!;
        const length = varying();
        events.push({ tick, status, data: [type, ...bytes.subarray(at, (at += length))] });
      } else {
        const length = (status & 0xf0) === 0xc0 ? 1 : 2;
        events.push({ tick, status, data: [...bytes.subarray(at, (at += length))] });
      }
    }
    expect(at).toBe(end);
    expect(events.at(-1)).toMatchObject({ status: 0xff, data: [0x2f] });
    return events;
  });
  expect(at).toBe(bytes.length);
  return { ticks, tracks };
}

const metas = (track: MidiEvent[], type: number) =>
  track.filter((e) => e.status === 0xff && e.data[0] === type);
const text = (event: MidiEvent | undefined) => String.fromCharCode(...event!.data.slice(1));

/** @returns seconds at a tick by the file's own tempo events. */
function clock(conductor: MidiEvent[], ticks: number): (tick: number) => number {
  const tempos = metas(conductor, 0x51).map(({ tick, data }) => ({
    tick,
    seconds: (data[1]! * 65536 + data[2]! * 256 + data[3]!) / 1e6 / ticks,
  }));
  return (tick) =>
    tempos.reduce((time, tempo, i) => {
      const until = Math.min(tick, tempos[i + 1]?.tick ?? Infinity);
      return time + Math.max(0, until - tempo.tick) * tempo.seconds;
    }, 0);
}

function notesIn(track: MidiEvent[], seconds: (tick: number) => number): Note[] {
  const notes: Note[] = [];
  const open = new Map<number, { start: number; velocity: number }>();
  for (const { tick, status, data } of track) {
    const [pitch, velocity] = data as [number, number];
    if ((status & 0xf0) === 0x90) {
      expect(open.has(pitch)).toBe(false);
      open.set(pitch, { start: seconds(tick), velocity: velocity / 127 });
    }
    if ((status & 0xf0) === 0x80) {
      const from = open.get(pitch)!;
      notes.push({ ...from, pitch, duration: seconds(tick) - from.start });
      open.delete(pitch);
    }
  }
  expect(open.size).toBe(0);
  return notes;
}

const inOrder = (notes: readonly Note[]) => [...notes].sort((a, b) => a.pitch - b.pitch || a.start - b.start);

describe('encodeMidi', () => {
  it('is read back with every note within 2 ms, for any piece', () => {
    fc.assert(
      fc.property(anyBrief, fc.nat(), (brief, seed) => {
        const piece = write(brief, seed);
        const { ticks, tracks } = readMidi(encodeMidi(piece));
        const seconds = clock(tracks[0]!, ticks);
        expect(tracks).toHaveLength(piece.parts.length + 1);
        piece.parts.forEach((part, i) => {
          const read = inOrder(notesIn(tracks[i + 1]!, seconds));
          const written = inOrder(part.notes);
          expect(read.map((n) => n.pitch)).toEqual(written.map((n) => n.pitch));
          const off = (key: 'start' | 'duration' | 'velocity') =>
            Math.max(0, ...written.map((n, j) => Math.abs(n[key] - read[j]![key])));
          expect(off('start')).toBeLessThan(0.002);
          expect(off('duration')).toBeLessThan(0.004);
          expect(off('velocity')).toBeLessThan(0.005);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('has a bar line where the piece has one, and says tempo, key and section there', () => {
    const piece = write(briefFor('sad', 'soothe', 120), 3);
    const { ticks, tracks } = readMidi(encodeMidi(piece));
    const conductor = tracks[0]!;
    const seconds = clock(conductor, ticks);
    piece.bars.forEach((bar, i) => expect(seconds(i * 4 * ticks)).toBeCloseTo(bar.start, 3));
    expect(seconds(conductor.at(-1)!.tick)).toBeCloseTo(120, 2);
    expect(metas(conductor, 0x06).map(text)).toEqual(['match', 'theme', 'variation', 'target', 'settle']);
    // A minor, then C major: no sharps, minor and major
    expect(metas(conductor, 0x59).map((e) => e.data.slice(1))).toEqual([
      [0, 1],
      [0, 0],
    ]);
    expect(metas(conductor, 0x58)[0]?.data.slice(1, 3)).toEqual([4, 2]);
  });

  it('names the parts and gives each its program, pan, volume and channel', () => {
    const piece = write(briefFor('neutral', 'soothe', 120), 3);
    const { tracks } = readMidi(encodeMidi(piece));
    const channels = piece.parts.map((part, i) => {
      const track = tracks[i + 1]!;
      expect(text(metas(track, 0x03)[0])).toBe(`${part.role}: ${part.instrument}`);
      const program = track.find((e) => (e.status & 0xf0) === 0xc0)!;
      const channel = program.status & 0x0f;
      expect(channel === 9).toBe(part.role === 'drums');
      if (part.instrument === 'electric-piano') expect(program.data).toEqual([4]);
      const control = (number: number) =>
        track.find((e) => e.status === (0xb0 | channel) && e.data[0] === number);
      expect(control(10)?.data[1]).toBe(Math.round(64 + 63 * part.pan));
      expect(control(7)?.data[1]).toBeGreaterThan(0);
      expect(track.filter((e) => e.status < 0xf0).every((e) => (e.status & 0x0f) === channel)).toBe(true);
      return channel;
    });
    expect(new Set(channels).size).toBe(piece.parts.length);
  });

  it('writes the signature of every mode', () => {
    const signature = (tonic: 'D' | 'F#' | 'Eb', mode: 'dorian' | 'lydian' | 'ionian') => {
      const brief = briefFor('fear');
      const sections = brief.sections.map((s) => ({ ...s, key: { tonic, mode } }));
      const { tracks } = readMidi(encodeMidi(write({ ...brief, sections }, 1)));
      return metas(tracks[0]!, 0x59).map((e) => e.data.slice(1));
    };
    expect(signature('D', 'dorian')).toEqual([[0, 1]]);
    expect(signature('F#', 'ionian')).toEqual([[6, 0]]);
    expect(signature('Eb', 'ionian')).toEqual([[256 - 3, 0]]);
    expect(signature('D', 'lydian')).toEqual([[3, 0]]);
  });
});
