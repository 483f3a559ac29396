import { WAV_FORMATS } from '#lib/audio/studio.ts';
import { DURATION, GENRES, INSTRUMENTS } from '#lib/core/brief.ts';
import { EMOTIONS, INTENTS } from '#lib/core/emotion.ts';
import { NORMALISATIONS } from '#lib/core/params.ts';
import { RECORDING } from '#lib/core/recording.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { LOCAL_ENGINES } from './engines.ts';

/** @returns the help text, with the choices as the schemas have them. */
export function help(): string {
  return m.cli_usage({
    emotions: EMOTIONS.join(', '),
    intents: INTENTS.join(', '),
    genres: GENRES.join(', '),
    instruments: INSTRUMENTS.join(', '),
    normalisations: NORMALISATIONS.join(', '),
    formats: WAV_FORMATS.join(', '),
    engines: LOCAL_ENGINES.join(', '),
    min: DURATION.min,
    max: DURATION.max,
    duration: DURATION.default,
    recordingMin: RECORDING.min,
    recordingMax: RECORDING.max,
  });
}
