import { ENGINES } from '#lib/core/params.ts';
import {
  getLocale,
  isLocale,
  overwriteGetLocale,
  setLocale,
  type Locale,
} from '#lib/i18n/paraglide/runtime.js';
import { OFFERED } from '#lib/music/engines/musicgen/model-shelf.ts';
import { remember, remembered } from './remember.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const READERS = ['auto', 'webgpu', 'wasm'] as const;
export type ReaderChoice = (typeof READERS)[number];

export const WRITERS = ['language-model', 'rules'] as const;

const THEME_KEY = 'attune-theme';
const READER_KEY = 'attune-reader';
const ENGINE_KEY = 'attune-engine';
const WRITER_KEY = 'attune-writer';
const MODEL_KEY = 'attune-model';
const ACCEPTED_KEY = 'attune-accepted';

/** Choices about this device. They are kept in localStorage, which answers at once: the theme is needed for the first paint. */
function createSettings() {
  let locale = $state<Locale>(getLocale());
  let theme = $state(chosen(THEME_KEY, THEMES));
  let reader = $state(chosen(READER_KEY, READERS));
  let engine = $state(chosen(ENGINE_KEY, ENGINES));
  let writer = $state(chosen(WRITER_KEY, WRITERS));
  const chosenModel = remembered(MODEL_KEY);
  let model = $state(chosenModel || OFFERED[0]!.id);
  let isModelChosen = Boolean(chosenModel);
  let accepted = $state.raw(remembered(ACCEPTED_KEY)?.split(' ') ?? []);
  // Messages read the language through here, so that every text on the page follows it without a reload.
  overwriteGetLocale(() => locale);

  function agreeTo(ids: string[]): void {
    accepted = ids;
    // Names of models hold no spaces.
    remember(ACCEPTED_KEY, ids.join(' '));
  }

  return {
    get locale() {
      return locale;
    },
    set locale(next) {
      if (!isLocale(next)) return;
      locale = next;
      void setLocale(next, { reload: false });
    },
    get theme() {
      return theme;
    },
    set theme(next) {
      theme = next;
      remember(THEME_KEY, next);
    },
    /** Where networks run, of faces and of music; applies from their next start on. */
    get reader() {
      return reader;
    },
    set reader(next) {
      reader = next;
      remember(READER_KEY, next);
    },
    /** What makes the music. */
    get engine() {
      return engine;
    },
    set engine(next) {
      engine = next;
      remember(ENGINE_KEY, next);
    },
    /** What describes the music, where there is a choice. */
    get writer() {
      return writer;
    },
    set writer(next) {
      writer = next;
      remember(WRITER_KEY, next);
    },
    /** MusicGen's weights, by their name on the hub; as long as it is being written, what there is of it. */
    get model() {
      return model;
    },
    set model(next) {
      model = next;
      isModelChosen = true;
      remember(MODEL_KEY, next);
    },
    /** Takes a model as long as the user has chosen none. */
    suggest(id: string): void {
      if (!isModelChosen) model = id;
    },
    /** Whether the terms of a model were accepted on this device. */
    hasAccepted: (id: string): boolean => accepted.includes(id),
    accept: (id: string): void => agreeTo([...new Set([...accepted, id])]),
    /** The model is gone: it is asked for again before its next download. */
    forget: (id: string): void => agreeTo(accepted.filter((one) => one !== id)),
  };
}

function chosen<Choice extends string>(key: string, choices: readonly [Choice, ...Choice[]]): Choice {
  const kept = remembered(key);
  return choices.find((choice) => choice === kept) ?? choices[0];
}

export const settings = createSettings();
