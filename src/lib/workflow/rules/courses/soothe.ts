import type { Emotion } from '../../../core/emotion.ts';
import type { Course } from '../course.ts';
import { progressions } from '../progressions.ts';

/**
 * From each emotion towards rest. Paths, tempi, modes and instruments follow the evidence on the iso principle
 * (Starcke 2021) and on musical cues of emotion (Eerola, Friberg & Bresin 2013): tempo moves arousal, mode moves valence.
 */
export const SOOTHE: Record<Emotion, Course> = {
  angry: {
    path: [
      { valence: -0.6, arousal: 0.7 },
      { valence: -0.1, arousal: 0.3 },
      { valence: 0.3, arousal: -0.3 },
    ],
    tempo: { start: 104, end: 72 },
    tonics: ['D', 'E', 'G', 'A', 'C'],
    harmonies: [
      {
        meet: { mode: 'dorian', progressions: progressions('i IV', 'i7 IV7', 'i IV i bVII') },
        goal: { mode: 'mixolydian', progressions: progressions('I bVII IV I', 'I bVII IV IV', 'I v IV I') },
        pivot: 0,
      },
    ],
    dynamics: { start: 'f', end: 'p' },
    moods: { meet: ['grounded', 'steady', 'resolute'], goal: ['warm', 'unclenching', 'relieved', 'open'] },
    avoid: ['distorted guitar', 'harsh cymbals', 'sudden loud hits'],
    forbidden: ['electric-guitar'],
    bands: [
      {
        genre: 'lo-fi',
        meet: ['toms', 'guitar', 'bass'],
        lead: ['electric-piano', 'pad', 'bass'],
        colour: ['brushes', 'guitar'],
      },
      {
        genre: 'rnb',
        meet: ['toms', 'electric-piano', 'bass'],
        lead: ['electric-piano', 'bass', 'kit'],
        colour: ['pad'],
      },
      {
        genre: 'cinematic',
        meet: ['toms', 'strings', 'bass'],
        lead: ['piano', 'strings', 'pad'],
        colour: ['harp', 'bass'],
      },
      {
        genre: 'folk-guitar',
        meet: ['toms', 'guitar'],
        lead: ['guitar', 'bass', 'pad'],
        colour: ['flute', 'brushes'],
      },
    ],
  },
  disgust: {
    path: [
      { valence: -0.6, arousal: 0.3 },
      { valence: 0.1, arousal: 0 },
      { valence: 0.4, arousal: -0.2 },
    ],
    tempo: { start: 88, end: 72 },
    tonics: ['C', 'D', 'F', 'G', 'Bb'],
    harmonies: [
      {
        meet: { mode: 'mixolydian', progressions: progressions('Isus4 I', 'Isus2 I', 'Isus4 I bVII IV') },
        goal: { mode: 'ionian', progressions: progressions('I V vi IV', 'Iadd9 V vi IV', 'I IV vi V') },
        pivot: 0,
      },
    ],
    dynamics: { start: 'mp', end: 'mp' },
    moods: { meet: ['plain', 'dry', 'spare'], goal: ['clean', 'clear', 'fresh', 'airy'] },
    avoid: ['muddy low end', 'dissonance', 'distortion'],
    forbidden: ['electric-guitar', 'toms'],
    bands: [
      {
        genre: 'electronic',
        meet: ['harp', 'bass'],
        lead: ['electric-piano', 'bell', 'bass'],
        colour: ['pad', 'kit'],
      },
      {
        genre: 'folk-guitar',
        meet: ['guitar'],
        lead: ['guitar', 'electric-piano', 'bass'],
        colour: ['bell', 'brushes'],
      },
      {
        genre: 'pop',
        meet: ['guitar', 'bass'],
        lead: ['electric-piano', 'bell', 'bass'],
        colour: ['kit', 'guitar'],
      },
      {
        genre: 'classical-piano',
        meet: ['harp'],
        lead: ['piano', 'bell'],
        colour: ['strings'],
      },
    ],
  },
  fear: {
    path: [
      { valence: -0.6, arousal: 0.7 },
      { valence: -0.1, arousal: 0.1 },
      { valence: 0.4, arousal: -0.5 },
    ],
    tempo: { start: 92, end: 60 },
    tonics: ['C', 'D', 'F', 'G', 'A'],
    harmonies: [
      {
        // The tonic is held under everything and no chord has a tritone: nothing in the harmony can startle.
        meet: { mode: 'ionian', progressions: progressions('I IV/I', 'Iadd9 IV/I', 'Isus2 I IV/I I') },
        goal: {
          mode: 'ionian',
          progressions: progressions('I IV/I', 'Iadd9 IV/I vi/I IV/I', 'I vi/I IV/I I'),
        },
        pivot: 0,
      },
    ],
    dynamics: { start: 'mp', end: 'pp' },
    moods: { meet: ['sheltering', 'steady', 'hushed'], goal: ['safe', 'tender', 'still', 'gentle'] },
    avoid: ['drums', 'risers', 'dissonance', 'sudden loud hits'],
    forbidden: ['kit', 'brushes', 'toms', 'electric-guitar'],
    bands: [
      { genre: 'ambient', meet: ['pad', 'bass'], lead: ['pad', 'electric-piano', 'bass'], colour: ['harp'] },
      { genre: 'ambient', meet: ['pad', 'strings'], lead: ['pad', 'bell', 'bass'], colour: ['strings'] },
      { genre: 'classical-piano', meet: ['pad', 'piano'], lead: ['piano', 'pad'], colour: ['strings'] },
      { genre: 'folk-guitar', meet: ['pad', 'guitar'], lead: ['guitar', 'pad', 'bass'], colour: ['flute'] },
    ],
  },
  sad: {
    path: [
      { valence: -0.6, arousal: -0.4 },
      { valence: -0.2, arousal: -0.2 },
      { valence: 0.4, arousal: 0 },
    ],
    tempo: { start: 60, end: 76 },
    tonics: ['A', 'D', 'E', 'G', 'C', 'F#', 'B'],
    harmonies: [
      {
        meet: {
          mode: 'aeolian',
          progressions: progressions('i bVII bVI v', 'i bVI bIII bVII', 'i iv bVI v'),
        },
        goal: { mode: 'ionian', progressions: progressions('IV I V vi', 'I V vi IV', 'IVmaj7 I V vi7') },
        pivot: 3,
      },
    ],
    dynamics: { start: 'p', end: 'mp' },
    moods: { meet: ['tender', 'wistful', 'close'], goal: ['hopeful', 'consoling', 'warm', 'lifting'] },
    avoid: ['heavy drums', 'mournful endings', 'sudden loud hits'],
    forbidden: ['kit', 'toms', 'electric-guitar'],
    bands: [
      {
        genre: 'lo-fi',
        meet: ['electric-piano'],
        lead: ['electric-piano', 'pad', 'bass'],
        colour: ['brushes'],
      },
      { genre: 'classical-piano', meet: ['piano'], lead: ['piano', 'pad'], colour: ['strings', 'bass'] },
      {
        genre: 'folk-guitar',
        meet: ['guitar'],
        lead: ['guitar', 'electric-piano', 'bass'],
        colour: ['brushes'],
      },
      { genre: 'cinematic', meet: ['piano', 'pad'], lead: ['piano', 'strings', 'bass'], colour: ['harp'] },
    ],
  },
  neutral: {
    path: [
      { valence: 0, arousal: 0 },
      { valence: 0.2, arousal: -0.05 },
      { valence: 0.4, arousal: -0.1 },
    ],
    tempo: { start: 76, end: 72 },
    tonics: ['D', 'E', 'G', 'A', 'C', 'F'],
    harmonies: [
      {
        meet: { mode: 'dorian', progressions: progressions('i7 IV7', 'i9 IV9', 'i7 bVIImaj7') },
        goal: { mode: 'ionian', progressions: progressions('ii7 V7 Imaj7 vi7', 'Imaj7 vi7 ii7 V7') },
        pivot: 10,
      },
      {
        meet: { mode: 'ionian', progressions: progressions('Imaj7 vi7', 'Imaj7 IVmaj7', 'Imaj7 iii7') },
        goal: { mode: 'ionian', progressions: progressions('ii7 V7 Imaj7 vi7', 'IVmaj7 iii7 ii7 Imaj7') },
        pivot: 0,
      },
    ],
    dynamics: { start: 'mp', end: 'mp' },
    moods: { meet: ['unhurried', 'even', 'easy'], goal: ['mellow', 'content', 'restful', 'warm'] },
    avoid: ['sudden loud hits', 'harsh highs'],
    forbidden: ['electric-guitar', 'toms'],
    bands: [
      {
        genre: 'lo-fi',
        meet: ['electric-piano', 'bass'],
        lead: ['electric-piano', 'bass', 'kit'],
        colour: ['pad'],
      },
      {
        genre: 'rnb',
        meet: ['electric-piano', 'bass'],
        lead: ['electric-piano', 'bass', 'kit'],
        colour: ['guitar'],
      },
      { genre: 'ambient', meet: ['pad'], lead: ['electric-piano', 'pad', 'bass'], colour: ['bell'] },
      { genre: 'folk-guitar', meet: ['guitar'], lead: ['guitar', 'bass', 'brushes'], colour: ['flute'] },
    ],
  },
  happy: {
    path: [
      { valence: 0.7, arousal: 0.4 },
      { valence: 0.7, arousal: 0.3 },
      { valence: 0.7, arousal: 0.2 },
    ],
    tempo: { start: 112, end: 96 },
    tonics: ['C', 'D', 'E', 'F', 'G', 'A', 'Bb'],
    harmonies: [
      {
        meet: { mode: 'ionian', progressions: progressions('I V vi IV', 'I IV vi V', 'I vi IV V') },
        goal: { mode: 'ionian', progressions: progressions('IV I V vi', 'I V vi IV') },
        pivot: 2,
      },
      {
        meet: { mode: 'lydian', progressions: progressions('I II IV I', 'Imaj7 II', 'I II vi IV') },
        goal: { mode: 'ionian', progressions: progressions('I V vi IV', 'IV I V vi') },
        pivot: 0,
      },
    ],
    dynamics: { start: 'mf', end: 'mf' },
    moods: { meet: ['bright', 'playful', 'light'], goal: ['sunny', 'easygoing', 'content', 'glowing'] },
    avoid: ['harsh highs', 'sudden loud hits'],
    forbidden: ['electric-guitar'],
    bands: [
      {
        genre: 'pop',
        meet: ['guitar', 'bass'],
        lead: ['bell', 'guitar', 'bass', 'kit'],
        colour: ['strings'],
      },
      { genre: 'folk-guitar', meet: ['guitar'], lead: ['guitar', 'bell', 'bass', 'kit'], colour: ['flute'] },
      {
        genre: 'electronic',
        meet: ['synth', 'bass'],
        lead: ['harp', 'bell', 'bass', 'kit'],
        colour: ['pad'],
      },
      {
        genre: 'rnb',
        meet: ['electric-piano', 'bass'],
        lead: ['electric-piano', 'bass', 'kit'],
        colour: ['bell'],
      },
    ],
  },
  surprise: {
    path: [
      { valence: 0.1, arousal: 0.8 },
      { valence: 0.25, arousal: 0.45 },
      { valence: 0.4, arousal: 0.1 },
    ],
    tempo: { start: 100, end: 80 },
    tonics: ['C', 'D', 'E', 'F', 'G', 'A'],
    harmonies: [
      {
        meet: { mode: 'lydian', progressions: progressions('I II IV I', 'Imaj7 II', 'I II vi II') },
        goal: { mode: 'ionian', progressions: progressions('I IV vi V', 'Imaj7 IVmaj7', 'IV I V vi') },
        pivot: 0,
      },
    ],
    dynamics: { start: 'mf', end: 'mp' },
    moods: { meet: ['wide-eyed', 'sparkling', 'curious'], goal: ['settled', 'warm', 'clear', 'assured'] },
    avoid: ['risers', 'sudden loud hits'],
    forbidden: ['electric-guitar', 'toms'],
    bands: [
      {
        genre: 'electronic',
        meet: ['bell', 'synth'],
        lead: ['electric-piano', 'bell', 'bass'],
        colour: ['pad', 'kit'],
      },
      { genre: 'cinematic', meet: ['bell', 'harp'], lead: ['piano', 'strings', 'bass'], colour: ['harp'] },
      { genre: 'ambient', meet: ['bell', 'pad'], lead: ['electric-piano', 'pad', 'bass'], colour: ['harp'] },
      {
        genre: 'pop',
        meet: ['bell', 'harp'],
        lead: ['electric-piano', 'guitar', 'bass', 'kit'],
        colour: ['bell'],
      },
    ],
  },
};
