import { NORMALISATIONS } from '#lib/core/params.ts';
import type { OptionsInput } from '#lib/options.ts';
import type { Values } from './flags.ts';
import { choiceOf, numberOf, rangeOf } from './values.ts';

/** What the flow is asked for. @throws AttuneError `bad_options`, naming the flag that is wrong. */
export function optionsOf(values: Values): OptionsInput {
  const { emotion, prompt, words, intent, engine } = values;
  // Spelling is checked by the schema of the options; the cast only passes the words on to it.
  return definedOnly({
    emotion,
    prompt,
    words,
    intent,
    engine,
    preferences: preferencesOf(values),
    params: paramsOf(values),
  }) as OptionsInput;
}

function preferencesOf({ genre, instrument, tempo, avoid }: Values): object {
  return definedOnly({
    genres: genre,
    instruments: instrument,
    tempo: tempo === undefined ? undefined : rangeOf('--tempo', tempo),
    avoid,
  });
}

function paramsOf(values: Values): object {
  const { model, normalise } = values;
  return definedOnly({
    duration: numberOf('--duration', values.duration),
    seed: numberOf('--seed', values.seed),
    topK: numberOf('--top-k', values['top-k']),
    topP: numberOf('--top-p', values['top-p']),
    temperature: numberOf('--temperature', values.temperature),
    cfgCoef: numberOf('--cfg-coef', values['cfg-coef']),
    model,
    variations: numberOf('--variations', values.variations),
    normalisation: normalise === undefined ? undefined : choiceOf('--normalise', normalise, NORMALISATIONS),
  });
}

function definedOnly<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
