import { EMOTIONS, type Emotion } from '#lib/core/emotion.ts';
import type { AttuneError } from '#lib/core/errors.ts';
import type { Reading, Unsure } from '#lib/core/reading.ts';
import { FOLDER_FILES } from '#lib/music/engines/musicgen/model-files.ts';
import { isModelId } from '#lib/music/engines/musicgen/model-shelf.ts';
import { errorText } from '#lib/i18n/error-text.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Made } from '#lib/update.ts';
import { wantOf } from './wants.ts';

/** @returns what went wrong and what to do, in the user's language and in terms of the command line. */
export function failureText(error: AttuneError): string {
  const { code, details } = error;
  if (code === 'bad_options') return badOptionText(`${details.field}`, `${details.reason}`);
  if (code === 'file_unwritable' && details.why === 'folder')
    return m.cli_is_folder({ path: `${details.path}` });
  if (code === 'file_unwritable' && details.why === 'no folder')
    return m.cli_no_folder({ path: `${details.path}` });
  if (code === 'no_face') return m.cli_no_face();
  if (code === 'unsure') return m.cli_unsure({ why: unsureText(details.why as Unsure) });
  if (code === 'cancelled') return m.cli_cancelled();
  if (code === 'model_missing' || code === 'model_corrupt') return m.cli_model_missing();
  if (code === 'model_incomplete' && !isModelId(`${details.model}`)) return modelFolderText(details);
  if (code === 'device_failed') return m.cli_device_failed({ reason: `${details.reason}` });
  if (code === 'unexpected') return m.cli_unexpected({ reason: `${details.reason}` });
  return errorText(error);
}

/** A folder that lacks something may be another one than was meant: it is said what such a folder holds. */
function modelFolderText({ model, missing }: AttuneError['details']): string {
  return m.cli_model_folder({ path: `${model}`, missing: `${missing}`, files: FOLDER_FILES.join(', ') });
}

/** An argument is called as it was written; a field of the options by its flag, and with what that takes. */
function badOptionText(field: string, reason: string): string {
  const want = wantOf(field);
  if (want === undefined) return m.cli_bad_option({ field, reason });
  return m.cli_bad_option({ field: want.flag, reason: m.cli_wants({ what: want.takes() }) });
}

/** @returns what was read off each face, two lines each. */
export function readingsText(readings: readonly Reading[]): string {
  return [...readings.flatMap(readingLines), m.cli_guess()].join('\n');
}

function readingLines(reading: Reading, index: number): string[] {
  const number = index + 1;
  if (reading.unsure !== null) return [m.cli_looks_unsure({ number, why: unsureText(reading.unsure) })];
  const [first, second] = EMOTIONS.toSorted((a, b) => reading.probabilities[b] - reading.probabilities[a]);
  const { valence, arousal } = reading.affect;
  return [
    m.cli_looks({ number, ...likelihood(reading, first!) }),
    m.cli_second({
      ...likelihood(reading, second!),
      valence: valence.toFixed(2),
      arousal: arousal.toFixed(2),
    }),
  ];
}

function unsureText(why: Unsure): string {
  return m[`cli_unsure_${why}`]();
}

function likelihood(reading: Reading, emotion: Emotion): { emotion: string; percent: number } {
  return { emotion: m[`emotion_${emotion}`](), percent: Math.round(reading.probabilities[emotion] * 100) };
}

/** @returns what was made, its prompt, and which files hold it. */
export function madeText(made: readonly [Made, ...Made[]], paths: string[]): string {
  return [
    m.cli_brief({ prompt: made[0].take.brief.prompt }),
    ...made.map(takeText),
    ...paths.map((path) => m.cli_wrote({ path })),
  ].join('\n');
}

function takeText({ take: { brief, params, measures, score } }: Made): string {
  return m.cli_take({
    genre: m[`genre_${brief.genre}`](),
    seconds: measures.duration.toFixed(1),
    loudness: measures.loudness?.toFixed(1) ?? '-∞',
    seed: params.seed,
    score: score.total.toFixed(2),
  });
}
