import { seconds } from '#lib/core/audio.ts';
import { AttuneError } from '#lib/core/errors.ts';
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

  /** Takes a file, and reads it at once to tell how long it is, or why it won't do. */
  async function choose(file: File): Promise<void> {
    const mine = { file, seconds: null };
    chosen = mine;
    error = null;
    try {
      const sound = await (await stages()).studio.decode(file, SAMPLE_RATE);
      if (chosen === mine) chosen = { file, seconds: seconds(sound) };
    } catch (failure) {
      if (chosen !== mine) return;
      chosen = null;
      error = AttuneError.from(failure);
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
    remove(): void {
      chosen = error = null;
    },
  };
}

export const recording = createRecording();
