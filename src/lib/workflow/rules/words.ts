import { asked, type Asked } from './asked.ts';
import { figures } from './figures.ts';
import { items } from './items.ts';
import { wishes } from './wishes.ts';

/**
 * Reads a listener's words, in Chinese (simplified or traditional) or English: what they change in a brief, which of
 * them mean nothing to the rules, and which instruments and genres we lack. Any text may come in.
 */
export function readWords(words: string): Asked {
  const { change, rest } = figures(words);
  const understood = asked(wishes(items(rest)));
  const key = { ...understood.change.key, ...change.key };
  const merged = { ...understood.change, ...change };
  return { ...understood, change: Object.keys(key).length > 0 ? { ...merged, key } : merged };
}
