import type { Emotion } from '../../../core/emotion.ts';
import type { Material } from '../course.ts';
import { progressions } from '../progressions.ts';

/** What each emotion is led to rest with: tempo moves arousal, mode moves valence (Eerola, Friberg & Bresin 2013). */
export const SOOTHE: Record<Emotion, Material> = {
  angry: {
    tonics: ['D', 'E', 'G', 'A', 'C'],
    harmonies: [
      {
        meet: { mode: 'dorian', progressions: progressions('i IV', 'i7 IV7', 'i IV i bVII') },
        goal: { mode: 'mixolydian', progressions: progressions('I bVII IV I', 'I bVII IV IV', 'I v IV I') },
        pivot: 0,
      },
    ],
    moods: { meet: ['grounded', 'steady', 'resolute'], goal: ['warm', 'unclenching', 'relieved', 'open'] },
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
    tonics: ['C', 'D', 'F', 'G', 'Bb'],
    harmonies: [
      {
        meet: { mode: 'mixolydian', progressions: progressions('Isus4 I', 'Isus2 I', 'Isus4 I bVII IV') },
        goal: { mode: 'ionian', progressions: progressions('I V vi IV', 'Iadd9 V vi IV', 'I IV vi V') },
        pivot: 0,
      },
    ],
    moods: { meet: ['plain', 'dry', 'spare'], goal: ['clean', 'clear', 'fresh', 'airy'] },
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
    moods: { meet: ['sheltering', 'steady', 'hushed'], goal: ['safe', 'tender', 'still', 'gentle'] },
    bands: [
      { genre: 'ambient', meet: ['pad', 'bass'], lead: ['pad', 'electric-piano', 'bass'], colour: ['harp'] },
      { genre: 'ambient', meet: ['pad', 'strings'], lead: ['pad', 'bell', 'bass'], colour: ['strings'] },
      { genre: 'classical-piano', meet: ['pad', 'piano'], lead: ['piano', 'pad'], colour: ['strings'] },
      { genre: 'folk-guitar', meet: ['pad', 'guitar'], lead: ['guitar', 'pad', 'bass'], colour: ['flute'] },
    ],
  },
  sad: {
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
    moods: { meet: ['tender', 'wistful', 'close'], goal: ['hopeful', 'consoling', 'warm', 'lifting'] },
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
    moods: { meet: ['unhurried', 'even', 'easy'], goal: ['mellow', 'content', 'restful', 'warm'] },
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
    moods: { meet: ['bright', 'playful', 'light'], goal: ['sunny', 'easygoing', 'content', 'glowing'] },
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
    tonics: ['C', 'D', 'E', 'F', 'G', 'A'],
    harmonies: [
      {
        meet: { mode: 'lydian', progressions: progressions('I II IV I', 'Imaj7 II', 'I II vi II') },
        goal: { mode: 'ionian', progressions: progressions('I IV vi V', 'Imaj7 IVmaj7', 'IV I V vi') },
        pivot: 0,
      },
    ],
    moods: { meet: ['wide-eyed', 'sparkling', 'curious'], goal: ['settled', 'warm', 'clear', 'assured'] },
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
