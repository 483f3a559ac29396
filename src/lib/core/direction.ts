import type { Dynamic, Genre, Instrument } from './brief.ts';
import type { Affect, Emotion, Intent } from './emotion.ts';

/** Where music goes from an emotion under an intent. Whoever writes a brief keeps to it: the rules, and a language model. */
export interface Direction {
  /** Where the listener is, the way, and where the music ends. */
  path: readonly [Affect, Affect, Affect];
  /** Beats a minute at both ends of a piece that takes the whole path. */
  tempo: { start: number; end: number };
  dynamics: { start: Dynamic; end: Dynamic };
  avoid: readonly string[];
  /** What is never used unless the listener's own words ask for it. */
  forbidden: readonly Instrument[];
}

/** How far a reading may bend the start of a path away from what is typical of the emotion. */
export const BEND = { valence: 0.15, arousal: 0.3 } as const;

/** Beats a minute a unit of arousal. */
export const TEMPO_PER_AROUSAL = 20;

/** Too rough to soothe by a mere preference: only the listener's own words bring them. */
export const ROUGH_GENRES: readonly Genre[] = ['rock', 'metal', 'industrial'];

/** A tempo that moves by a larger share of itself in a bar of 4/4 is heard to hurry. */
const MAX_PER_BAR = 0.03;

/**
 * @param slowest the slowest tempo of the piece.
 * @param duration in seconds.
 * @returns how far the tempo may move over the piece without hurrying, whole beats a minute.
 */
export function tempoRoom(slowest: number, duration: number): number {
  const bars = (duration * slowest) / 240;
  return Math.floor(MAX_PER_BAR * slowest * bars);
}

/** @returns where music goes from an emotion under an intent. */
export function directionOf(emotion: Emotion, intent: Intent): Direction {
  return intent === 'soothe' ? SOOTHE[emotion] : EXPRESS[emotion];
}

/**
 * From each emotion towards rest. Paths, tempi and instruments follow the evidence on the iso principle (Starcke 2021)
 * and on musical cues of emotion (Eerola, Friberg & Bresin 2013): tempo moves arousal, mode moves valence.
 */
const SOOTHE: Record<Emotion, Direction> = {
  angry: {
    path: [
      { valence: -0.6, arousal: 0.7 },
      { valence: -0.1, arousal: 0.3 },
      { valence: 0.3, arousal: -0.3 },
    ],
    tempo: { start: 104, end: 72 },
    dynamics: { start: 'f', end: 'p' },
    avoid: ['distorted guitar', 'harsh cymbals', 'sudden loud hits'],
    forbidden: ['electric-guitar'],
  },
  disgust: {
    path: [
      { valence: -0.6, arousal: 0.3 },
      { valence: 0.1, arousal: 0 },
      { valence: 0.4, arousal: -0.2 },
    ],
    tempo: { start: 88, end: 72 },
    dynamics: { start: 'mp', end: 'mp' },
    avoid: ['muddy low end', 'dissonance', 'distortion'],
    forbidden: ['electric-guitar', 'toms'],
  },
  fear: {
    path: [
      { valence: -0.6, arousal: 0.7 },
      { valence: -0.1, arousal: 0.1 },
      { valence: 0.4, arousal: -0.5 },
    ],
    tempo: { start: 92, end: 60 },
    dynamics: { start: 'mp', end: 'pp' },
    avoid: ['drums', 'risers', 'dissonance', 'sudden loud hits'],
    forbidden: ['kit', 'brushes', 'toms', 'electric-guitar'],
  },
  sad: {
    path: [
      { valence: -0.6, arousal: -0.4 },
      { valence: -0.2, arousal: -0.2 },
      { valence: 0.4, arousal: 0 },
    ],
    tempo: { start: 60, end: 76 },
    dynamics: { start: 'p', end: 'mp' },
    avoid: ['heavy drums', 'mournful endings', 'sudden loud hits'],
    forbidden: ['kit', 'toms', 'electric-guitar'],
  },
  neutral: {
    path: [
      { valence: 0, arousal: 0 },
      { valence: 0.2, arousal: -0.05 },
      { valence: 0.4, arousal: -0.1 },
    ],
    tempo: { start: 76, end: 72 },
    dynamics: { start: 'mp', end: 'mp' },
    avoid: ['sudden loud hits', 'harsh highs'],
    forbidden: ['electric-guitar', 'toms'],
  },
  happy: {
    path: [
      { valence: 0.7, arousal: 0.4 },
      { valence: 0.7, arousal: 0.3 },
      { valence: 0.7, arousal: 0.2 },
    ],
    tempo: { start: 112, end: 96 },
    dynamics: { start: 'mf', end: 'mf' },
    avoid: ['harsh highs', 'sudden loud hits'],
    forbidden: ['electric-guitar'],
  },
  surprise: {
    path: [
      { valence: 0.1, arousal: 0.8 },
      { valence: 0.25, arousal: 0.45 },
      { valence: 0.4, arousal: 0.1 },
    ],
    tempo: { start: 100, end: 80 },
    dynamics: { start: 'mf', end: 'mp' },
    avoid: ['risers', 'sudden loud hits'],
    forbidden: ['electric-guitar', 'toms'],
  },
};

/**
 * Each emotion mirrored: the tempo stays, the affect holds near where the listener is and gives a little at the end.
 * Sadness leaves its depth after the opening here too, because dwelling in self-chosen sad music raised depression
 * scores (Garrido & Schubert 2015).
 */
const EXPRESS: Record<Emotion, Direction> = {
  angry: {
    path: [
      { valence: -0.6, arousal: 0.7 },
      { valence: -0.6, arousal: 0.8 },
      { valence: -0.4, arousal: 0.6 },
    ],
    tempo: { start: 150, end: 150 },
    dynamics: { start: 'f', end: 'f' },
    avoid: ['sweet melodies', 'thin sound'],
    forbidden: [],
  },
  disgust: {
    path: [
      { valence: -0.6, arousal: 0.3 },
      { valence: -0.5, arousal: 0.4 },
      { valence: -0.3, arousal: 0.2 },
    ],
    tempo: { start: 110, end: 110 },
    dynamics: { start: 'mf', end: 'mf' },
    avoid: ['sweet melodies', 'lush harmony'],
    forbidden: [],
  },
  fear: {
    path: [
      { valence: -0.6, arousal: 0.7 },
      { valence: -0.6, arousal: 0.6 },
      { valence: -0.4, arousal: 0.4 },
    ],
    tempo: { start: 90, end: 90 },
    dynamics: { start: 'p', end: 'mf' },
    avoid: ['cheerful melodies', 'sudden screams'],
    forbidden: [],
  },
  sad: {
    path: [
      { valence: -0.6, arousal: -0.4 },
      { valence: -0.2, arousal: -0.3 },
      { valence: -0.1, arousal: -0.2 },
    ],
    tempo: { start: 70, end: 70 },
    dynamics: { start: 'p', end: 'p' },
    avoid: ['cheerful melodies', 'busy drums'],
    forbidden: ['electric-guitar', 'toms'],
  },
  neutral: {
    path: [
      { valence: 0, arousal: 0 },
      { valence: 0.1, arousal: 0 },
      { valence: 0.1, arousal: -0.05 },
    ],
    tempo: { start: 84, end: 84 },
    dynamics: { start: 'mp', end: 'mp' },
    avoid: ['drama', 'sudden loud hits'],
    forbidden: ['electric-guitar'],
  },
  happy: {
    path: [
      { valence: 0.7, arousal: 0.4 },
      { valence: 0.8, arousal: 0.6 },
      { valence: 0.8, arousal: 0.5 },
    ],
    tempo: { start: 120, end: 120 },
    dynamics: { start: 'mf', end: 'f' },
    avoid: ['gloomy harmony', 'long silences'],
    forbidden: [],
  },
  surprise: {
    path: [
      { valence: 0.1, arousal: 0.8 },
      { valence: 0.3, arousal: 0.8 },
      { valence: 0.4, arousal: 0.6 },
    ],
    tempo: { start: 128, end: 128 },
    dynamics: { start: 'mf', end: 'f' },
    avoid: ['drones', 'gloomy harmony'],
    forbidden: [],
  },
};
