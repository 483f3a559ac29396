import fc from 'fast-check';
import { Brief, GENRES, INSTRUMENTS, MODES, TONICS } from '../../core/brief.ts';
import { EMOTIONS, INTENTS } from '../../core/emotion.ts';
import type { Occasion } from '../agents.ts';
import { Change } from './change.ts';
import { draft } from './draft.ts';

const unit = fc.double({ min: -1, max: 1, noNaN: true });
const bpm = fc.integer({ min: 40, max: 200 });
const degree = fc.integer({ min: -3, max: 3 });
const instruments = fc.uniqueArray(fc.constantFrom(...INSTRUMENTS), { maxLength: 5 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Phrases that mean something, in both languages, among anything at all. */
export const anyWords = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          'no',
          'drums',
          'piano',
          'only',
          'slow',
          'a bit',
          'rock',
          '70 bpm',
          '2 minutes',
          'A minor',
          ',',
          '.',
        ],
        ...[
          '不要',
          '鼓',
          '钢琴',
          '只要',
          '慢一点',
          '摇滚',
          '两分钟',
          'C大调',
          '、',
          '。',
          '二胡',
          '太吵了',
          '別',
          '小提琴',
        ],
        ...[
          'less',
          'more',
          'too',
          'happy',
          'sad',
          'vocals',
          'express',
          '宣泄',
          'tin roof',
          '窗边',
          '😀',
          'no metal',
        ],
      ),
      { maxLength: 10 },
    )
    .map((phrases) => phrases.join(' ')),
);

export const anyOccasion: fc.Arbitrary<Occasion> = fc.record({
  emotion: fc.constantFrom(...EMOTIONS),
  affect: fc.option(fc.record({ valence: unit, arousal: unit })),
  intent: fc.constantFrom(...INTENTS),
  duration: fc.oneof(fc.integer({ min: 5, max: 120 }), fc.double({ min: 5, max: 120, noNaN: true })),
  seed: fc.integer({ min: 0, max: 0xffffffff }),
});

export const anyBrief: fc.Arbitrary<Brief> = anyOccasion.map(draft);

export const anyChange: fc.Arbitrary<Change> = fc
  .record(
    {
      intent: fc.constantFrom(...INTENTS),
      genre: fc.constantFrom(...GENRES),
      duration: fc.integer({ min: 5, max: 120 }),
      tempo: fc.record({ start: bpm, end: bpm }),
      key: fc.record(
        { tonic: fc.constantFrom(...TONICS), mode: fc.constantFrom(...MODES) },
        { requiredKeys: [] },
      ),
      mix: fc.record({ reverb: share, warmth: share, brightness: share, hiss: share }, { requiredKeys: [] }),
      mood: fc.array(fc.constantFrom('warm', 'calm', 'melancholic', 'epic'), { maxLength: 8 }),
      only: instruments,
      add: instruments,
      less: instruments,
      remove: instruments,
      drums: fc.boolean(),
      avoid: fc.array(
        fc.constantFrom('drums', 'piano', 'guitar', '钢琴', 'rock', 'ambient', 'sudden hits', 'pad', '雨'),
        {
          maxLength: 6,
        },
      ),
      length: degree,
      pace: degree,
      energy: degree,
      brightness: degree,
      reverb: degree,
      warmth: degree,
      hiss: degree,
    },
    { requiredKeys: [] },
  )
  .map((change) => Change.parse(change));

/** @returns the brief, if it is one and its sections touch and fill it; else it throws. */
export function coherent(brief: Brief): Brief {
  const { sections, duration } = Brief.parse(brief);
  const edges = [0, ...sections.map(({ end }) => end)];
  const gap = sections.find(({ start }, i) => start !== edges[i]);
  if (gap !== undefined || edges.at(-1) !== duration) throw new Error(`gaps in ${JSON.stringify(edges)}`);
  return brief;
}
