import { GENRES, type Brief, type Genre } from '../../core/brief.ts';
import { ROUGH_GENRES } from '../../core/direction.ts';
import { seedOf } from './chance.ts';
import type { Change } from './change.ts';
import { courseOf } from './course.ts';
import { draft } from './draft.ts';
import { GENRE_TRAITS } from './genres.ts';
import { orchestrate, recast } from './orchestrate.ts';
import { rendered } from './prompt.ts';
import { rekey } from './rekey.ts';
import { isPermitted, restrain } from './restrain.ts';
import { lengthened, retime } from './retime.ts';
import { retempo, suited } from './retempo.ts';
import { shade } from './shade.ts';
import { readWords } from './words.ts';

/**
 * Bends a brief to a wish, and renders its prompt again. Pure and instant: an editor may call it at every touch.
 * The result holds together whatever is asked: sections fill the piece and none is silent, what must be avoided plays
 * nowhere, soothing music keeps its direction. Within one change a refusal is stronger than a wish; a wish is stronger
 * than what was refused before.
 * @param change what it does not name stays as it is.
 */
export function revise(brief: Brief, change: Change): Brief {
  let next = intended(brief, change.intent);
  next = restrain(next, change);
  next = timed(next, change);
  next = styled(next, change.genre);
  if (change.key !== undefined) next = rekey(next, change.key);
  next = retempo(next, change);
  next = shade(next, change);
  return rendered(orchestrate(next, change));
}

/** Another intent is another course: it is drafted anew, and the listener's words and refusals are carried over. */
function intended(brief: Brief, intent: Brief['intent'] = brief.intent): Brief {
  if (intent === brief.intent) return brief;
  const { emotion, duration, words, prompt } = brief;
  const fresh = draft({ emotion, affect: null, intent, duration, seed: seedOf(prompt) });
  const ofCourse = courseOf(emotion, brief.intent).avoid;
  const refused = brief.avoid.filter((entry) => !ofCourse.includes(entry));
  const said = { ...readWords(words).change, intent };
  return revise(revise({ ...fresh, words }, said), { avoid: refused });
}

function timed(brief: Brief, { duration, length = 0 }: Change): Brief {
  const seconds = duration ?? lengthened(brief.duration, length);
  return seconds === brief.duration || (duration === undefined && length === 0)
    ? brief
    : retime(brief, seconds);
}

/** Another genre brings its band, mix and tempo; what the listener's words named stays. */
function styled(brief: Brief, wanted: Genre = brief.genre): Brief {
  const genre = [wanted, ...substitutes(brief)].find((name) => isPermitted(name, brief.avoid)) ?? wanted;
  if (genre === brief.genre) return brief;
  const { only, add, less, drums, tempo } = readWords(brief.words).change;
  const said: Change = {
    ...(only && { only }),
    ...(add && { add }),
    ...(less && { less }),
    ...(drums && { drums }),
  };
  const cast = recast(suited({ ...brief, genre, mix: { ...GENRE_TRAITS[genre].mix } }), genre);
  return retempo(orchestrate(cast, said), tempo === undefined ? {} : { tempo });
}

/** What the course would have chosen besides, then whatever is not too rough. */
function substitutes({ emotion, intent }: Brief): Genre[] {
  const ofCourse = courseOf(emotion, intent).bands.map(({ genre }) => genre);
  return [...ofCourse, ...GENRES.filter((name) => !ROUGH_GENRES.includes(name)), ...GENRES];
}
