import type { Part } from '../../../piece.ts';
import { BLOCK, BLOCK_SECONDS, block, SAMPLE_RATE } from './dsp/block.ts';
import type { Insert } from './inserts/insert.ts';
import { PATCHES } from './instruments.ts';
import { frequencyOf } from './maths.ts';
import type { Voice } from './voices/voice.ts';

/** More voices at once than this in one part are not heard apart: the oldest makes room. */
const MOST_VOICES = 24;
/** Blocks for which a part is processed on after its last voice: what its insert still holds. */
const TAIL = Math.ceil(0.4 / BLOCK_SECONDS);

/** A voice that sounds, and the frame in which its key is let go. */
interface Sounding {
  voice: Voice;
  end: number;
}

/** Plays the notes of one part, a block at a time, from the first on. */
export class Player {
  /** What it plays in the current block. */
  readonly left = block();
  readonly right = block();
  private readonly notes: Part['notes'];
  private readonly seed: number;
  private readonly make: () => Voice;
  private readonly insert: Insert | undefined;
  private readonly idle: Voice[] = [];
  private readonly sounding: Sounding[] = [];
  private readonly lastLeft = block();
  private readonly lastRight = block();
  private next = 0;
  private tail = 0;

  /** @param seed of whatever is random in the notes; parts differ. */
  constructor(part: Part, seed: number) {
    const patch = PATCHES[part.instrument];
    this.notes = part.notes.toSorted((a, b) => a.start - b.start);
    this.seed = seed;
    this.make = patch.voice;
    this.insert = patch.insert?.();
  }

  /** Plays the block that begins at frame `start`. @returns false where `left` and `right` are silent and untouched. */
  play(start: number): boolean {
    const end = start + BLOCK;
    const waiting = this.notes[this.next];
    const begins = waiting !== undefined && Math.round(waiting.start * SAMPLE_RATE) < end;
    if (!begins && this.sounding.length === 0 && this.tail === 0) return false;
    this.left.fill(0);
    this.right.fill(0);
    this.playOn(start);
    if (begins) this.begin(start, end);
    if (this.sounding.length > 0) this.tail = TAIL;
    else if (this.tail > 0) this.tail--;
    this.insert?.process(this.left, this.right);
    return true;
  }

  private playOn(start: number): void {
    const { sounding } = this;
    let kept = 0;
    for (let i = 0; i < sounding.length; i++) {
      const one = sounding[i]!;
      if (one.end <= start) {
        one.voice.release();
        one.end = Infinity;
      }
      if (one.voice.render(this.left, this.right, 0)) sounding[kept++] = one;
      else this.idle.push(one.voice);
    }
    sounding.length = kept;
  }

  private begin(start: number, end: number): void {
    for (let note = this.notes[this.next]; note !== undefined; note = this.notes[++this.next]) {
      const from = Math.round(note.start * SAMPLE_RATE);
      if (from >= end) return;
      if (this.sounding.length === MOST_VOICES) this.makeRoom();
      const voice = this.idle.pop() ?? this.make();
      voice.start({
        pitch: note.pitch,
        hertz: frequencyOf(note.pitch),
        velocity: note.velocity,
        seed: this.seed + Math.imul(this.next + 1, 0x9e3779b1),
      });
      if (voice.render(this.left, this.right, from - start)) {
        this.sounding.push({ voice, end: Math.round((note.start + note.duration) * SAMPLE_RATE) });
      } else {
        this.idle.push(voice);
      }
    }
  }

  /** Fades the oldest voice out within this block. */
  private makeRoom(): void {
    const oldest = this.sounding.shift();
    if (oldest === undefined) return;
    this.lastLeft.fill(0);
    this.lastRight.fill(0);
    oldest.voice.render(this.lastLeft, this.lastRight, 0);
    this.idle.push(oldest.voice);
    for (let i = 0; i < BLOCK; i++) {
      const fade = 1 - (i + 1) / BLOCK;
      this.left[i] = this.left[i]! + this.lastLeft[i]! * fade;
      this.right[i] = this.right[i]! + this.lastRight[i]! * fade;
    }
  }
}
