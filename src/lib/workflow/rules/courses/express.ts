import type { Emotion } from '../../../core/emotion.ts';
import type { Course } from '../course.ts';
import { progressions } from '../progressions.ts';

/**
 * Each emotion mirrored: the tempo stays, the affect holds near where the listener is and gives a little at the end.
 * Sadness leaves its depth after the opening here too, because dwelling in self-chosen sad music raised depression
 * scores (Garrido & Schubert 2015).
 */
export const EXPRESS: Record<Emotion, Course> = {
  angry: {
    path: [
      { valence: -0.6, arousal: 0.7 },
      { valence: -0.6, arousal: 0.8 },
      { valence: -0.4, arousal: 0.6 },
    ],
    tempo: { start: 150, end: 150 },
    tonics: ['E', 'D', 'C', 'B', 'F#'],
    harmonies: [
      {
        meet: { mode: 'phrygian', progressions: progressions('i bII', 'i bII bIII bII', 'i i bII i') },
        goal: {
          mode: 'aeolian',
          progressions: progressions('i bVI bVII i', 'i bVII bVI v', 'i bIII bVII iv'),
        },
        pivot: 0,
      },
      {
        meet: { mode: 'aeolian', progressions: progressions('i i bVI bVII', 'i bIII bVI v', 'i iv i v') },
        goal: { mode: 'phrygian', progressions: progressions('i bII bIII bII', 'i bII i bVII') },
        pivot: 0,
      },
    ],
    dynamics: { start: 'f', end: 'f' },
    moods: { meet: ['furious', 'driving', 'heavy'], goal: ['cathartic', 'relentless', 'defiant', 'raw'] },
    avoid: ['sweet melodies', 'thin sound'],
    forbidden: [],
    bands: [
      {
        genre: 'metal',
        meet: ['electric-guitar', 'toms'],
        lead: ['electric-guitar', 'bass', 'kit'],
        colour: ['strings'],
      },
      {
        genre: 'metal',
        meet: ['electric-guitar', 'bass', 'kit'],
        lead: ['electric-guitar', 'bass', 'kit'],
        colour: ['synth', 'toms'],
      },
      {
        genre: 'metal',
        meet: ['bass', 'toms'],
        lead: ['electric-guitar', 'bass', 'kit', 'toms'],
        colour: ['strings', 'synth'],
      },
    ],
  },
  disgust: {
    path: [
      { valence: -0.6, arousal: 0.3 },
      { valence: -0.5, arousal: 0.4 },
      { valence: -0.3, arousal: 0.2 },
    ],
    tempo: { start: 110, end: 110 },
    tonics: ['C', 'C#', 'D', 'E', 'F#'],
    harmonies: [
      {
        meet: { mode: 'phrygian', progressions: progressions('i bII', 'i bII i bvii', 'i i bII bII') },
        goal: { mode: 'aeolian', progressions: progressions('i bVI i v', 'i bIII bVI bVII', 'i iv bVI i') },
        pivot: 0,
      },
      {
        meet: { mode: 'aeolian', progressions: progressions('i i bVI i', 'i v i bVI', 'i iv') },
        goal: { mode: 'phrygian', progressions: progressions('i bII bIII bII', 'i bII') },
        pivot: 0,
      },
    ],
    dynamics: { start: 'mf', end: 'mf' },
    moods: { meet: ['abrasive', 'cold', 'mechanical'], goal: ['gritty', 'sardonic', 'unflinching', 'stark'] },
    avoid: ['sweet melodies', 'lush harmony'],
    forbidden: [],
    bands: [
      {
        genre: 'industrial',
        meet: ['synth', 'toms'],
        lead: ['synth', 'bass', 'kit'],
        colour: ['electric-guitar'],
      },
      {
        genre: 'industrial',
        meet: ['bass', 'kit'],
        lead: ['electric-guitar', 'synth', 'bass', 'kit'],
        colour: ['toms'],
      },
      {
        genre: 'industrial',
        meet: ['bell', 'synth'],
        lead: ['synth', 'bass', 'kit', 'toms'],
        colour: ['pad'],
      },
    ],
  },
  fear: {
    path: [
      { valence: -0.6, arousal: 0.7 },
      { valence: -0.6, arousal: 0.6 },
      { valence: -0.4, arousal: 0.4 },
    ],
    tempo: { start: 90, end: 90 },
    tonics: ['C', 'D', 'E', 'F', 'G', 'A', 'B'],
    harmonies: [
      {
        meet: { mode: 'aeolian', progressions: progressions('i bVI', 'i iv i bVI', 'i bVI iv v') },
        goal: { mode: 'aeolian', progressions: progressions('i bVI iv v', 'i bIII bVI v', 'i iv bVI v') },
        pivot: 0,
      },
      {
        meet: { mode: 'phrygian', progressions: progressions('i bII', 'i bII i i', 'i i bII i') },
        goal: { mode: 'aeolian', progressions: progressions('i bVI iv v', 'i bVII bVI v') },
        pivot: 0,
      },
    ],
    dynamics: { start: 'p', end: 'mf' },
    moods: { meet: ['uneasy', 'watchful', 'shadowy'], goal: ['suspenseful', 'tense', 'haunted', 'restless'] },
    avoid: ['cheerful melodies', 'sudden screams'],
    forbidden: [],
    bands: [
      {
        genre: 'cinematic',
        meet: ['strings', 'pad'],
        lead: ['strings', 'piano', 'bass', 'toms'],
        colour: ['bell'],
      },
      {
        genre: 'cinematic',
        meet: ['piano', 'pad'],
        lead: ['strings', 'pad', 'bass', 'toms'],
        colour: ['piano'],
      },
      {
        genre: 'cinematic',
        meet: ['bell', 'strings'],
        lead: ['harp', 'strings', 'bass'],
        colour: ['toms', 'synth'],
      },
    ],
  },
  sad: {
    path: [
      { valence: -0.6, arousal: -0.4 },
      { valence: -0.2, arousal: -0.3 },
      { valence: -0.1, arousal: -0.2 },
    ],
    tempo: { start: 70, end: 70 },
    tonics: ['A'],
    harmonies: [
      {
        meet: {
          mode: 'aeolian',
          progressions: progressions('i bVI bIII bVII', 'i bVII bVI v', 'i iv bVII bIII'),
        },
        goal: {
          mode: 'aeolian',
          progressions: progressions(
            'bVI bVII i bIII',
            'bVI bIII bVII i',
            'iv bVII bIII bVI',
            'i bIII bVI bVII',
          ),
        },
        pivot: 0,
      },
    ],
    dynamics: { start: 'p', end: 'p' },
    moods: {
      meet: ['melancholic', 'solitary', 'blue'],
      goal: ['wistful', 'tender', 'nostalgic', 'intimate'],
    },
    avoid: ['cheerful melodies', 'busy drums'],
    forbidden: ['electric-guitar', 'toms'],
    bands: [
      { genre: 'lo-fi', meet: ['piano'], lead: ['piano', 'bass', 'brushes'], colour: ['pad'] },
      { genre: 'lo-fi', meet: ['piano', 'pad'], lead: ['piano', 'pad', 'bass'], colour: ['kit'] },
      { genre: 'lo-fi', meet: ['piano'], lead: ['piano', 'strings', 'bass'], colour: ['brushes'] },
      { genre: 'lo-fi', meet: ['piano', 'bass'], lead: ['piano', 'guitar', 'bass'], colour: ['brushes'] },
    ],
  },
  neutral: {
    path: [
      { valence: 0, arousal: 0 },
      { valence: 0.1, arousal: 0 },
      { valence: 0.1, arousal: -0.05 },
    ],
    tempo: { start: 84, end: 84 },
    tonics: ['C', 'D', 'E', 'F', 'G', 'A', 'Bb'],
    harmonies: [
      {
        meet: { mode: 'dorian', progressions: progressions('i7 IV7', 'i9 IV9', 'i bVII IV i') },
        goal: { mode: 'dorian', progressions: progressions('i7 IV7 i7 bVIImaj7', 'i bIII IV i') },
        pivot: 0,
      },
      {
        meet: { mode: 'mixolydian', progressions: progressions('I bVII', 'I v', 'Isus2 I') },
        goal: { mode: 'mixolydian', progressions: progressions('I bVII IV I', 'I v IV I') },
        pivot: 0,
      },
    ],
    dynamics: { start: 'mp', end: 'mp' },
    moods: { meet: ['even', 'plain', 'cool'], goal: ['steady', 'detached', 'balanced', 'spacious'] },
    avoid: ['drama', 'sudden loud hits'],
    forbidden: ['electric-guitar'],
    bands: [
      { genre: 'electronic', meet: ['synth', 'pad'], lead: ['synth', 'bass', 'kit'], colour: ['pad'] },
      {
        genre: 'lo-fi',
        meet: ['electric-piano'],
        lead: ['electric-piano', 'bass', 'kit'],
        colour: ['guitar'],
      },
      { genre: 'ambient', meet: ['pad'], lead: ['pad', 'harp', 'bass'], colour: ['bell'] },
      {
        genre: 'rnb',
        meet: ['electric-piano', 'bass'],
        lead: ['electric-piano', 'bass', 'kit'],
        colour: ['pad'],
      },
    ],
  },
  happy: {
    path: [
      { valence: 0.7, arousal: 0.4 },
      { valence: 0.8, arousal: 0.6 },
      { valence: 0.8, arousal: 0.5 },
    ],
    tempo: { start: 120, end: 120 },
    tonics: ['C', 'D', 'E', 'F', 'G', 'A', 'Bb'],
    harmonies: [
      {
        meet: { mode: 'ionian', progressions: progressions('I V vi IV', 'I IV V IV', 'I vi IV V') },
        goal: { mode: 'ionian', progressions: progressions('IV I V vi', 'I V vi IV', 'IV V I vi') },
        pivot: 2,
      },
      {
        meet: { mode: 'mixolydian', progressions: progressions('I bVII IV I', 'I IV bVII IV') },
        goal: { mode: 'ionian', progressions: progressions('I V vi IV', 'I IV vi V') },
        pivot: 0,
      },
    ],
    dynamics: { start: 'mf', end: 'f' },
    moods: {
      meet: ['cheerful', 'bouncing', 'bright'],
      goal: ['joyful', 'exuberant', 'celebratory', 'sunlit'],
    },
    avoid: ['gloomy harmony', 'long silences'],
    forbidden: [],
    bands: [
      { genre: 'pop', meet: ['guitar', 'kit'], lead: ['synth', 'guitar', 'bass', 'kit'], colour: ['bell'] },
      { genre: 'folk-guitar', meet: ['guitar'], lead: ['guitar', 'flute', 'bass', 'kit'], colour: ['bell'] },
      {
        genre: 'electronic',
        meet: ['synth', 'kit'],
        lead: ['synth', 'bell', 'bass', 'kit'],
        colour: ['pad'],
      },
      {
        genre: 'rock',
        meet: ['electric-guitar'],
        lead: ['electric-guitar', 'bass', 'kit'],
        colour: ['piano'],
      },
    ],
  },
  surprise: {
    path: [
      { valence: 0.1, arousal: 0.8 },
      { valence: 0.3, arousal: 0.8 },
      { valence: 0.4, arousal: 0.6 },
    ],
    tempo: { start: 128, end: 128 },
    tonics: ['C', 'D', 'E', 'F', 'G', 'A'],
    harmonies: [
      {
        meet: { mode: 'lydian', progressions: progressions('I II', 'I II IV I', 'Imaj7 II') },
        goal: { mode: 'lydian', progressions: progressions('I II vi II', 'I II IV I', 'I vi II I') },
        pivot: 2,
      },
      {
        meet: { mode: 'lydian', progressions: progressions('I II vi II', 'Imaj7 II') },
        goal: { mode: 'ionian', progressions: progressions('I IV vi V', 'IV V vi I') },
        pivot: 3,
      },
    ],
    dynamics: { start: 'mf', end: 'f' },
    moods: {
      meet: ['startled', 'sparkling', 'giddy'],
      goal: ['astonished', 'dazzling', 'quicksilver', 'elated'],
    },
    avoid: ['drones', 'gloomy harmony'],
    forbidden: [],
    bands: [
      {
        genre: 'electronic',
        meet: ['bell', 'synth'],
        lead: ['synth', 'bell', 'bass', 'kit'],
        colour: ['pad'],
      },
      {
        genre: 'cinematic',
        meet: ['harp', 'bell'],
        lead: ['strings', 'flute', 'bass', 'toms'],
        colour: ['harp'],
      },
      { genre: 'pop', meet: ['bell', 'kit'], lead: ['synth', 'guitar', 'bass', 'kit'], colour: ['bell'] },
    ],
  },
};
