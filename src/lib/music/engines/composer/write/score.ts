import type { Brief } from '../../../../core/brief.ts';
import type { ScoreBar } from './harmony.ts';
import type { Chair } from './orchestration.ts';
import type { Voicing } from './voicing.ts';

/** A note as it stands on the page, before anyone plays it. */
export interface ScoreNote {
  /** Index of its bar in the piece. */
  bar: number;
  /** Quarter notes from the bar line. */
  beat: number;
  /** Quarter notes that it lasts; it may reach past its bar. */
  beats: number;
  /** MIDI note number. */
  pitch: number;
  /** How strong it is within its section, around 1. */
  accent: number;
}

/** What every part is written from. */
export interface Score {
  brief: Brief;
  seed: number;
  bars: readonly ScoreBar[];
  /** One a bar. */
  voicings: readonly Voicing[];
  /** Who plays, one list a bar. */
  chairs: readonly (readonly Chair[])[];
}

/** A note of a rhythm: when, how long, and what it is. */
export interface Beat {
  beat: number;
  beats: number;
  mark: string;
}

/**
 * Reads a rhythm written as one character a step: `.` rests, `-` holds what came before, any other character begins a
 * note and is its mark.
 * @param step quarter notes a character, an eighth unless told
 */
export function readRhythm(pattern: string, step = 0.5): Beat[] {
  const notes: Beat[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const mark = pattern[i] as string;
    if (mark === '.' || mark === '-') continue;
    let end = i + 1;
    while (pattern[end] === '-') end++;
    notes.push({ beat: i * step, beats: (end - i) * step, mark });
  }
  return notes;
}
