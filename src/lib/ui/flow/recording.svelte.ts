import { seconds } from '#lib/core/audio.ts';
import { AttuneError } from '#lib/core/errors.ts';
import type { EngineName } from '#lib/core/params.ts';
import { misfit } from '#lib/core/recording.ts';
import { SAMPLE_RATE } from '#lib/core/tokens.ts';
import { stages } from './page-stages.ts';

/** A recording of the user's. */
interface Chosen {
  file: File;
  /** Its length; null until it is read. */
  seconds: number | null;
}

/** What the next piece of MusicGen goes on from. It is kept as long as the page is open, and nowhere else. */
function createRecording() {
  let chosen = $state.raw<Chosen | null>(null);
  let error = $state.raw<AttuneError | null>(null);
  /** Ends the reading of what is chosen no longer. */
  let reading = new AbortController();

  function forget(): void {
    reading.abort();
    reading = new AbortController();
    chosen = error = null;
  }

  /** Takes a file, and reads it at once to tell how long it is, or why it won't do. */
  async function choose(file: File): Promise<void> {
    forget();
    const mine = { file, seconds: null };
    chosen = mine;
    try {
      const sound = await (await stages()).studio.decode(file, SAMPLE_RATE, reading.signal);
      if (chosen === mine) chosen = { file, seconds: seconds(sound) };
    } catch (failure) {
      if (chosen !== mine) return;
      const what = AttuneError.from(failure);
      // The studio was closed, for that of another device.
      if (what.code === 'cancelled') return choose(file);
      chosen = null;
      error = what;
    }
  }

  return {
    get chosen() {
      return chosen;
    },
    get error() {
      return error;
    },
    choose,
    remove: forget,
    /**
     * @returns why a piece of `duration` seconds by `engine` can't begin with it; null where it can, and while it is being
     * read.
     */
    misfit(duration: number, engine: EngineName): AttuneError | null {
      if (chosen?.seconds == null) return null;
      return misfit(chosen.seconds, duration, engine);
    },
  };
}

export const recording = createRecording();
