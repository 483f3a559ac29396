import * as z from 'zod';
import { Emotion, Intent } from './core/emotion.ts';
import { AttuneError } from './core/errors.ts';
import { CloudParams, EngineName, Params } from './core/params.ts';
import { DEFAULT_MODEL } from './core/model-hub.ts';
import { NO_PREFERENCES, Preferences } from './core/preferences.ts';
import { PackedTokens } from './core/tokens.ts';

/** What a run of the flow is asked for. Everything may be left out but one of `media`, `emotion`, `prompt` and `words`. */
export const Options = z.strictObject({
  /** A picture of a face. Ignored where `emotion` or `prompt` is given. */
  media: z.instanceof(Blob).optional(),
  /** The emotion to start from; no face is read then. */
  emotion: Emotion.optional(),
  /** The whole description of the music in the user's words; nothing is drafted then. */
  prompt: z.string().trim().min(1).max(2000).optional(),
  /** What the user says of the music, in Chinese or English, merged into the draft. */
  words: z.string().trim().max(2000).default(''),
  intent: Intent.default('soothe'),
  preferences: z
    .strictObject({
      genres: Preferences.shape.genres.default(NO_PREFERENCES.genres),
      instruments: Preferences.shape.instruments.default(NO_PREFERENCES.instruments),
      tempo: Preferences.shape.tempo.default(NO_PREFERENCES.tempo),
      avoid: Preferences.shape.avoid.default(NO_PREFERENCES.avoid),
    })
    .prefault({}),
  /** A seed is drawn where none is given; the take tells which. */
  params: z.strictObject({ ...Params.shape, seed: Params.shape.seed.default(drawSeed) }).prefault({}),
  engine: EngineName.default('composer'),
  /**
   * Tokens of MusicGen that the music goes on from, one for each variation: a take's own replay it, its first seconds
   * begin another branch of it.
   */
  start: z.array(PackedTokens).min(1).max(4).optional(),
  /**
   * A sound file that MusicGen goes on from: the piece begins with it, and its duration includes it. 1 to 60 seconds, in
   * place of `start`. Under Node it is uncompressed WAV. In the cloud it may be a melody instead: `params.cloud.recording`.
   */
  recording: z.instanceof(Blob).optional(),
});
/** As the caller writes them. */
export type OptionsInput = z.input<typeof Options>;
/** As they are after parsing, with every default filled in. */
export type Options = z.output<typeof Options>;

/** @throws AttuneError `bad_options`, naming the first field that is wrong and why. */
export function parseOptions(input: unknown): Options {
  const parsed = Options.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') || 'options';
    throw new AttuneError('bad_options', { field, reason: issue?.message ?? '' });
  }
  const { media, emotion, prompt, words, engine, start, recording, params } = parsed.data;
  if (start !== undefined && (engine !== 'musicgen' || start.length !== params.variations)) {
    throw new AttuneError('bad_options', { field: 'start', reason: 'MusicGen takes one for each variation' });
  }
  if (recording !== undefined && (engine === 'composer' || start !== undefined)) {
    throw new AttuneError('bad_options', {
      field: 'recording',
      reason: 'MusicGen takes it, in place of start',
    });
  }
  if (media === undefined && emotion === undefined && prompt === undefined && words === '') {
    throw new AttuneError('bad_options', {
      field: 'media, emotion, prompt, words',
      reason: 'at least one is needed',
    });
  }
  if (engine === 'cloud') {
    if (params.variations > 1) {
      throw new AttuneError('bad_options', { field: 'params.variations', reason: 'the cloud makes one' });
    }
    params.cloud ??= CloudParams.parse({});
    params.cloud.recording = recording === undefined ? null : (params.cloud.recording ?? 'continue');
  }
  // A take says which weights made it, also where nobody chose them.
  if (engine === 'musicgen') params.model ??= DEFAULT_MODEL;
  return parsed.data;
}

/** @returns a random seed, 0 to 2^32 - 1. */
export function drawSeed(): number {
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  return seed;
}
