import { seconds } from './core/audio.ts';
import { misfit } from './core/recording.ts';
import { SAMPLE_RATE, type Tokens } from './core/tokens.ts';
import type { Stages } from './stages.ts';
import { whileWorking, type Steps } from './steps.ts';

/**
 * Turns a recording into the tokens that MusicGen goes on from.
 * @param duration of the piece that begins with it, seconds.
 * @param model as for `load` of the engine.
 * @throws AttuneError what `decode` of the studio and `encode` of the engine throw, `recording_not_shorter`.
 */
export async function* listen(
  recording: Blob,
  duration: number,
  model: string | undefined,
  { studio, engines }: Stages,
  signal?: AbortSignal,
): Steps<Tokens> {
  const audio = await studio.decode(recording, SAMPLE_RATE, signal);
  const error = misfit(seconds(audio), duration, 'musicgen');
  if (error !== null) throw error;
  const encoded = (progress: Parameters<typeof engines.musicgen.encode>[1]) =>
    engines.musicgen.encode(audio, progress, model, signal);
  return yield* whileWorking('listen', encoded, signal);
}
