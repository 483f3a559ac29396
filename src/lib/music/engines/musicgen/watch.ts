import { frames, type AudioChunk } from '../../../core/audio.ts';
import type { Warning } from '../../engine.ts';

/** Listens to a piece while it is made. */
export interface Watch {
  /** Hears the next chunk. @returns what has gone wrong, each once, or null. */
  add(chunk: AudioChunk): Warning | null;
}

/** Seconds that are measured at once. */
const MOMENT = 0.1;

/** Mean square under which a moment is silent: -50 dBFS, as the codec leaves a little noise where it is to be silent. */
const SILENT = 1e-5;
/** Longer than this, in seconds, is no rest. */
const REST = 2;
/** What is silent in the last seconds has ended, and has not collapsed. */
const ENDING = 4;

/** The level of the last 12 s, what one window hands the next, is held against that of the first window, in seconds. */
const RECENT = 12;
const FIRST = 30;
/** Four times the power: 6 dB. */
const CREEP = 4;

/**
 * Watches one piece.
 * @param sampleRate of the chunks
 * @param duration of the whole piece, in seconds
 */
export function createWatch(sampleRate: number, duration: number): Watch {
  const length = Math.round(sampleRate * MOMENT);
  const powers: number[] = [];
  const told = new Set<Warning>();
  let sum = 0;
  let heard = 0;
  let silentFor = 0;

  function measure(power: number): void {
    powers.push(power);
    silentFor = power < SILENT ? silentFor + 1 : 0;
  }

  function isSilent(): boolean {
    return silentFor > moments(REST) && powers.length <= moments(duration - ENDING);
  }

  function isCreeping(): boolean {
    if (powers.length < moments(FIRST + RECENT)) return false;
    const first = mean(powers.slice(0, moments(FIRST)));
    return first >= SILENT && mean(powers.slice(-moments(RECENT))) > CREEP * first;
  }

  function judge(): Warning | null {
    const warning = isSilent() ? 'silence' : isCreeping() ? 'creep' : null;
    if (warning === null || told.has(warning)) return null;
    told.add(warning);
    return warning;
  }

  return {
    add(chunk) {
      let warning: Warning | null = null;
      for (let n = 0; n < frames(chunk); n++) {
        for (const channel of chunk.channels) sum += (channel[n]! * channel[n]!) / chunk.channels.length;
        if (++heard < length) continue;
        measure(sum / length);
        warning ??= judge();
        sum = heard = 0;
      }
      return warning;
    },
  };
}

function moments(seconds: number): number {
  return Math.round(seconds / MOMENT);
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
