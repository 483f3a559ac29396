import { isOwnPrompt, type Brief, type Genre } from '../../core/brief.ts';
import { ROUGH_GENRES } from '../../core/direction.ts';
import type { Preferences } from '../../core/preferences.ts';
import { silenced } from './avoided.ts';
import type { Change } from './change.ts';
import { courseOf } from './course.ts';
import { isPermitted } from './restrain.ts';
import { revise } from './revise.ts';
import { readWords } from './words.ts';

/** More favourites than these at once would crowd the piece. */
const FAVOURITES = 2;

/**
 * Bends a brief to stated preferences. What the user's own words ask for stands, and so does what the emotion needs:
 * a favourite that the course forbids waits for another occasion. What must be avoided is avoided always.
 */
export function personalise(brief: Brief, preferences: Preferences): Brief {
  const said = readWords(brief.words).change;
  const preferred = { ...style(brief, preferences, said), ...pace(brief, preferences, said) };
  const liked = revise(brief, { ...preferred, ...favourites(brief, preferences, said) });
  const bent = revise(liked, { avoid: preferences.avoid.map(refusal) });
  return isOwnPrompt(brief) ? { ...bent, prompt: brief.prompt } : bent;
}

function style({ genre, intent, avoid }: Brief, { genres }: Preferences, said: Change): Change {
  if (said.genre !== undefined || genres.length === 0 || genres.includes(genre)) return {};
  const fits = (name: Genre) =>
    !(intent === 'soothe' && ROUGH_GENRES.includes(name)) && isPermitted(name, avoid);
  const chosen = genres.find(fits);
  return chosen === undefined ? {} : { genre: chosen };
}

function pace({ tempo }: Brief, { tempo: band }: Preferences, said: Change): Change {
  if (band === null || said.tempo !== undefined || said.pace !== undefined) return {};
  const within = (bpm: number) =>
    Math.min(Math.max(bpm, Math.min(band.min, band.max)), Math.max(band.min, band.max));
  return { tempo: { start: within(tempo.start), end: within(tempo.end) } };
}

function favourites(brief: Brief, { instruments }: Preferences, said: Change): Change {
  if (said.only !== undefined) return {};
  const out = silenced(brief.avoid);
  const { forbidden } = courseOf(brief.emotion, brief.intent);
  const unwanted = new Set([...forbidden, ...out, ...(said.less ?? [])]);
  const add = instruments.filter((i) => !unwanted.has(i)).slice(0, FAVOURITES);
  return add.length === 0 ? {} : { add };
}

/** What a refusal in the user's own words comes to, in English where the rules know it: `鼓` and `no drums` are `drums`. */
export function refusal(entry: string): string {
  const { avoid = [] } = readWords(`no ${entry}`).change;
  const [only] = avoid;
  return avoid.length === 1 && only !== undefined ? only : entry;
}
