import { CHINESE_MOODS } from '#lib/i18n/moods.ts';

const ENGLISH = new Map(Object.entries(CHINESE_MOODS).map(([english, chinese]) => [chinese, english]));

/** @returns a mood of a brief as the user reads it; one that is not known, as it is. */
export function moodText(mood: string, locale: 'en' | 'zh'): string {
  return locale === 'zh' ? (CHINESE_MOODS[mood] ?? mood) : mood;
}

/** @returns the English mood that a Chinese word stands for; any other word as it was typed. */
export function moodOf(word: string): string {
  return ENGLISH.get(word) ?? word;
}
