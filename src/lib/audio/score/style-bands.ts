import type { Brief, Genre } from '../../core/brief.ts';
import type { Emotion, Intent } from '../../core/emotion.ts';
import type { Band } from './band.ts';

/** What a piece sounds like in numbers: onsets a second, and spectral centroid in Hz. */
interface Style<Value> {
  onsetRate: Value;
  centroid: Value;
}

/**
 * What is typical of an emotion, whatever the genre. Arousal makes busy and valence bright (Eerola et al. 2013); the
 * figures are the geometric means of 196 takes of the composer over all emotions, intents and genres, from which the
 * share of the genre was taken out by least squares in octaves.
 */
const EMOTIONS: Record<Intent, Record<Emotion, Style<number>>> = {
  soothe: {
    angry: { onsetRate: 2.2, centroid: 1150 },
    disgust: { onsetRate: 1.8, centroid: 950 },
    fear: { onsetRate: 1.6, centroid: 750 },
    sad: { onsetRate: 1, centroid: 720 },
    neutral: { onsetRate: 1.6, centroid: 1050 },
    happy: { onsetRate: 2.5, centroid: 1250 },
    surprise: { onsetRate: 2.3, centroid: 1100 },
  },
  express: {
    angry: { onsetRate: 3.2, centroid: 1300 },
    disgust: { onsetRate: 2.7, centroid: 1150 },
    fear: { onsetRate: 2.3, centroid: 1050 },
    sad: { onsetRate: 1.3, centroid: 950 },
    neutral: { onsetRate: 1.9, centroid: 1200 },
    happy: { onsetRate: 2.9, centroid: 1250 },
    surprise: { onsetRate: 3.2, centroid: 1300 },
  },
};

/** How much busier and brighter than that a genre is, as factors; from the same fit. */
const GENRES: Record<Genre, Style<number>> = {
  'lo-fi': { onsetRate: 1.4, centroid: 0.85 },
  ambient: { onsetRate: 0.5, centroid: 0.7 },
  'classical-piano': { onsetRate: 0.85, centroid: 0.8 },
  rnb: { onsetRate: 1.3, centroid: 0.8 },
  pop: { onsetRate: 1.15, centroid: 1.25 },
  cinematic: { onsetRate: 0.65, centroid: 0.9 },
  'folk-guitar': { onsetRate: 1.05, centroid: 1.2 },
  electronic: { onsetRate: 1.05, centroid: 1.15 },
  rock: { onsetRate: 1, centroid: 1.3 },
  metal: { onsetRate: 1.25, centroid: 1.25 },
  industrial: { onsetRate: 1.2, centroid: 1.05 },
};

/** Octaves to each side of what is typical: nine in ten of those takes lie within. */
const REACH: Style<number> = { onsetRate: 0.5, centroid: 0.55 };

/** @returns the bands in which a piece of the brief's intent, emotion and genre is expected. */
export function styleBands({
  intent,
  emotion,
  genre,
}: Pick<Brief, 'intent' | 'emotion' | 'genre'>): Style<Band> {
  const around = (measure: keyof Style<number>): Band => {
    const typical = EMOTIONS[intent][emotion][measure] * GENRES[genre][measure];
    return [typical / 2 ** REACH[measure], typical * 2 ** REACH[measure]];
  };
  return { onsetRate: around('onsetRate'), centroid: around('centroid') };
}
