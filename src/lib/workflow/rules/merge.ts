import { isOwnPrompt, MAX_PROMPT, MAX_WORDS, type Brief } from '../../core/brief.ts';
import { withImpliedGenre } from './implied-genre.ts';
import { revise } from './revise.ts';
import { readWords } from './words.ts';

/**
 * Bends a brief to the user's words and keeps them in `words`. Words that are there already change nothing.
 * A prompt that is the user's own grows by the words instead of being rendered.
 */
export function merge(brief: Brief, words: string): Brief {
  const said = words.trim().slice(0, MAX_WORDS);
  if (said === '' || `\n${brief.words.trim()}\n`.includes(`\n${said}\n`)) return brief;
  const change = withImpliedGenre(readWords(said).change, brief);
  if (isOwnPrompt(brief)) {
    const prompt = `${brief.prompt}\n${said}`.slice(0, MAX_PROMPT);
    return { ...revise({ ...brief, words: prompt.slice(0, MAX_WORDS) }, change), prompt };
  }
  const all = brief.words === '' ? said : `${brief.words}\n${said}`;
  return revise({ ...brief, words: latest(all) }, change);
}

/** The last lines that fit. Half a line could have lost the "no" that it began with. */
function latest(words: string): string {
  if (words.length <= MAX_WORDS) return words;
  const lineEnd = words.indexOf('\n', words.length - MAX_WORDS - 1);
  return words.slice(lineEnd + 1);
}
