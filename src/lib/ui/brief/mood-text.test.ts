import { describe, expect, it } from 'vitest';
import { CHINESE_MOODS } from '#lib/i18n/moods.ts';
import { EXPRESS } from '#lib/workflow/rules/courses/express.ts';
import { SOOTHE } from '#lib/workflow/rules/courses/soothe.ts';
import { QUALITY_WORDS } from '#lib/workflow/rules/lexicon/qualities.ts';
import { moodOf, moodText } from './mood-text.ts';

const drafted = [SOOTHE, EXPRESS].flatMap((courses) =>
  Object.values(courses).flatMap(({ moods }) => [...moods.meet, ...moods.goal]),
);
const wished = QUALITY_WORDS.flatMap(([term]) => (term.kind === 'quality' && term.mood ? [term.mood] : []));

describe('moods in Chinese', () => {
  it('has a word for every mood that the rules write', () => {
    expect([...drafted, ...wished].filter((mood) => !(mood in CHINESE_MOODS))).toEqual([]);
  });

  it('leads back from every Chinese word to the mood', () => {
    expect(Object.keys(CHINESE_MOODS).map((mood) => moodOf(moodText(mood, 'zh')))).toEqual(
      Object.keys(CHINESE_MOODS),
    );
  });

  it('leaves unknown words, and English pages, as they are', () => {
    expect([moodText('velvety', 'zh'), moodOf('软糯'), moodText('warm', 'en')]).toEqual([
      'velvety',
      '软糯',
      'warm',
    ]);
  });
});
