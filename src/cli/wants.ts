import { Bpm, DURATION, GENRES, INSTRUMENTS } from '#lib/core/brief.ts';
import { EMOTIONS, INTENTS } from '#lib/core/emotion.ts';
import { Params } from '#lib/core/params.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { LOCAL_ENGINES } from './engines.ts';

/** What an option of the flow is called on the command line, and what it takes. */
interface Want {
  flag: string;
  /** In the user's language. */
  takes(): string;
}

const { shape } = Params;

/** By the name that the options' schema gives a field. */
const WANTS: Record<string, Want> = {
  emotion: { flag: '--emotion', takes: oneOf(EMOTIONS) },
  intent: { flag: '--intent', takes: oneOf(INTENTS) },
  engine: { flag: '--engine', takes: oneOf(LOCAL_ENGINES) },
  prompt: { flag: '--prompt', takes: () => m.cli_takes_text({ most: 2000 }) },
  words: { flag: '--words', takes: () => m.cli_takes_text({ most: 2000 }) },
  'preferences.genres': { flag: '--genre', takes: oneOf(GENRES) },
  'preferences.instruments': { flag: '--instrument', takes: oneOf(INSTRUMENTS) },
  'preferences.tempo': { flag: '--tempo', takes: () => m.cli_takes_tempo(limits(Bpm)) },
  'preferences.avoid': { flag: '--avoid', takes: () => m.cli_takes_texts({ most: 60, times: 16 }) },
  'params.duration': {
    flag: '--duration',
    takes: () => m.cli_takes_number({ min: DURATION.min, max: DURATION.max }),
  },
  'params.seed': { flag: '--seed', takes: () => m.cli_takes_whole(limits(shape.seed)) },
  'params.topK': { flag: '--top-k', takes: () => m.cli_takes_whole(limits(shape.topK.unwrap())) },
  'params.topP': { flag: '--top-p', takes: () => m.cli_takes_number(limits(shape.topP.unwrap())) },
  'params.temperature': {
    flag: '--temperature',
    takes: () => m.cli_takes_number(limits(shape.temperature.unwrap())),
  },
  'params.model': { flag: '--model', takes: () => m.cli_takes_model() },
  'params.variations': {
    flag: '--variations',
    takes: () => m.cli_takes_whole(limits(shape.variations.unwrap())),
  },
  'params.cfgCoef': { flag: '--cfg-coef', takes: () => m.cli_takes_number(limits(shape.cfgCoef.unwrap())) },
};

/** @returns what the field of the options, such as `params.duration` or `preferences.genres.0`, is on the command line. */
export function wantOf(field: string): Want | undefined {
  const [group = '', name] = field.split('.');
  return WANTS[name === undefined ? group : `${group}.${name}`];
}

/** @returns what `flag` takes; undefined where the schema of the options does not know it. */
export function takenBy(flag: string): string | undefined {
  return Object.values(WANTS)
    .find((want) => want.flag === flag)
    ?.takes();
}

function oneOf(choices: readonly string[]): () => string {
  return () => m.cli_takes_one_of({ choices: choices.join(', ') });
}

function limits({ minValue, maxValue }: { minValue: number | null; maxValue: number | null }) {
  return { min: minValue ?? 0, max: maxValue ?? 0 };
}
