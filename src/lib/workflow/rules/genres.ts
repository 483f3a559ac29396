import type { Genre, Instrument, Mix } from '../../core/brief.ts';
import type { Band } from './course.ts';

/** What a genre brings of its own, where a course does not say. */
export interface GenreTraits {
  band: Band;
  mix: Mix;
  /** Beats a minute in which the genre is still itself. */
  tempo: { min: number; max: number };
  /** The drums that suit it. */
  drums: Instrument;
  /** As a musician writes it. It names no instrument, so that it stays true whoever plays. */
  style: string;
  /** How it is mixed, as a musician writes it. */
  sound: string;
}

export const GENRE_TRAITS: Record<Genre, GenreTraits> = {
  'lo-fi': {
    band: { meet: ['electric-piano', 'bass'], lead: ['electric-piano', 'bass', 'kit'], colour: ['pad'] },
    mix: { reverb: 0.35, warmth: 0.75, brightness: 0.3, hiss: 0.35 },
    tempo: { min: 56, max: 106 },
    drums: 'kit',
    style: 'lo-fi',
    sound: 'dusty and intimate',
  },
  ambient: {
    band: { meet: ['pad'], lead: ['pad', 'bell', 'bass'], colour: ['harp'] },
    mix: { reverb: 0.8, warmth: 0.5, brightness: 0.35, hiss: 0.08 },
    tempo: { min: 46, max: 100 },
    drums: 'brushes',
    style: 'ambient',
    sound: 'wide and enveloping',
  },
  'classical-piano': {
    band: { meet: ['piano'], lead: ['piano'], colour: ['strings'] },
    mix: { reverb: 0.5, warmth: 0.35, brightness: 0.45, hiss: 0 },
    tempo: { min: 48, max: 140 },
    drums: 'brushes',
    style: 'neoclassical',
    sound: 'natural, as in a small hall',
  },
  rnb: {
    band: { meet: ['electric-piano', 'bass'], lead: ['electric-piano', 'bass', 'kit'], colour: ['guitar'] },
    mix: { reverb: 0.35, warmth: 0.6, brightness: 0.45, hiss: 0.05 },
    tempo: { min: 58, max: 112 },
    drums: 'kit',
    style: 'R&B',
    sound: 'smooth and close',
  },
  pop: {
    band: { meet: ['guitar', 'bass'], lead: ['piano', 'guitar', 'bass', 'kit'], colour: ['strings'] },
    mix: { reverb: 0.35, warmth: 0.4, brightness: 0.6, hiss: 0 },
    tempo: { min: 70, max: 132 },
    drums: 'kit',
    style: 'pop',
    sound: 'clean and present',
  },
  cinematic: {
    band: { meet: ['piano', 'pad'], lead: ['strings', 'piano', 'bass'], colour: ['harp', 'toms'] },
    mix: { reverb: 0.65, warmth: 0.45, brightness: 0.45, hiss: 0 },
    tempo: { min: 50, max: 140 },
    drums: 'toms',
    style: 'cinematic',
    sound: 'deep and wide',
  },
  'folk-guitar': {
    band: { meet: ['guitar'], lead: ['guitar', 'bass', 'brushes'], colour: ['flute'] },
    mix: { reverb: 0.3, warmth: 0.5, brightness: 0.5, hiss: 0.03 },
    tempo: { min: 56, max: 132 },
    drums: 'brushes',
    style: 'acoustic folk',
    sound: 'close and woody',
  },
  electronic: {
    band: { meet: ['synth', 'pad'], lead: ['synth', 'bass', 'kit'], colour: ['bell'] },
    mix: { reverb: 0.45, warmth: 0.35, brightness: 0.6, hiss: 0 },
    tempo: { min: 66, max: 140 },
    drums: 'kit',
    style: 'electronic',
    sound: 'clean and wide',
  },
  rock: {
    band: { meet: ['guitar', 'bass'], lead: ['electric-guitar', 'bass', 'kit'], colour: ['piano'] },
    mix: { reverb: 0.3, warmth: 0.5, brightness: 0.6, hiss: 0 },
    tempo: { min: 72, max: 160 },
    drums: 'kit',
    style: 'rock',
    sound: 'live and punchy',
  },
  metal: {
    band: { meet: ['electric-guitar', 'toms'], lead: ['electric-guitar', 'bass', 'kit'], colour: ['toms'] },
    mix: { reverb: 0.2, warmth: 0.6, brightness: 0.7, hiss: 0 },
    tempo: { min: 100, max: 200 },
    drums: 'kit',
    style: 'metal',
    sound: 'tight and saturated',
  },
  industrial: {
    band: { meet: ['synth', 'bass'], lead: ['synth', 'bass', 'kit'], colour: ['electric-guitar'] },
    mix: { reverb: 0.3, warmth: 0.7, brightness: 0.6, hiss: 0.15 },
    tempo: { min: 84, max: 150 },
    drums: 'kit',
    style: 'industrial',
    sound: 'hard-edged and saturated',
  },
};
