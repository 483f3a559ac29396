import { MAX_PROMPT, MAX_WORDS, type Brief } from '../core/brief.ts';
import type { Intent } from '../core/emotion.ts';
import { AttuneError } from '../core/errors.ts';
import { draft } from './rules/draft.ts';
import { withImpliedGenre } from './rules/implied-genre.ts';
import { revise } from './rules/revise.ts';
import { readWords } from './rules/words.ts';

/**
 * A brief from a prompt that is the user's own from beginning to end: a neutral start, bent by what its words ask for.
 * The prompt stays as it was written (to 4000 characters).
 * @param settings duration in seconds; the seed chooses what the prompt leaves open.
 * @throws AttuneError `bad_options` for a blank prompt.
 */
export function fromPrompt(
  prompt: string,
  settings: { intent: Intent; duration: number; seed: number },
): Brief {
  if (prompt.trim() === '') throw new AttuneError('bad_options', { field: 'prompt', reason: 'blank' });
  const start = draft({ emotion: 'neutral', affect: null, ...settings });
  const words = prompt.slice(0, MAX_WORDS);
  const change = withImpliedGenre(readWords(words).change, start);
  return { ...revise({ ...start, words }, change), prompt: prompt.slice(0, MAX_PROMPT) };
}
