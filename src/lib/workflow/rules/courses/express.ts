import type { Emotion } from '../../../core/emotion.ts';
import type { Material } from '../course.ts';
import { progressions } from '../progressions.ts';

/** What each emotion is mirrored with. */
export const EXPRESS: Record<Emotion, Material> = {
  angry: {
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
    moods: { meet: ['furious', 'driving', 'heavy'], goal: ['cathartic', 'relentless', 'defiant', 'raw'] },
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
    moods: { meet: ['abrasive', 'cold', 'mechanical'], goal: ['gritty', 'sardonic', 'unflinching', 'stark'] },
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
    moods: { meet: ['uneasy', 'watchful', 'shadowy'], goal: ['suspenseful', 'tense', 'haunted', 'restless'] },
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
    moods: {
      meet: ['melancholic', 'solitary', 'blue'],
      goal: ['wistful', 'tender', 'nostalgic', 'intimate'],
    },
    bands: [
      { genre: 'lo-fi', meet: ['piano'], lead: ['piano', 'bass', 'brushes'], colour: ['pad'] },
      { genre: 'lo-fi', meet: ['piano', 'pad'], lead: ['piano', 'pad', 'bass'], colour: ['kit'] },
      { genre: 'lo-fi', meet: ['piano'], lead: ['piano', 'strings', 'bass'], colour: ['brushes'] },
      { genre: 'lo-fi', meet: ['piano', 'bass'], lead: ['piano', 'guitar', 'bass'], colour: ['brushes'] },
    ],
  },
  neutral: {
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
    moods: { meet: ['even', 'plain', 'cool'], goal: ['steady', 'detached', 'balanced', 'spacious'] },
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
    moods: {
      meet: ['cheerful', 'bouncing', 'bright'],
      goal: ['joyful', 'exuberant', 'celebratory', 'sunlit'],
    },
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
    moods: {
      meet: ['startled', 'sparkling', 'giddy'],
      goal: ['astonished', 'dazzling', 'quicksilver', 'elated'],
    },
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
