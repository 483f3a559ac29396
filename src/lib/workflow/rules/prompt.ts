import { MAX_PROMPT, type Brief, type Genre, type Instrument, type Mix } from '../../core/brief.ts';
import type { Emotion, Intent } from '../../core/emotion.ts';
import { toldTempo } from '../../core/tempo.ts';
import { arrangement } from './arrangement.ts';
import { GENRE_TRAITS } from './genres.ts';
import { INSTRUMENT_NAMES, keyName, list } from './names.ts';
import { readWords } from './words.ts';

const ARCS: Record<Intent, Record<Emotion, string>> = {
  soothe: {
    angry: 'leading from clenched anger to ease',
    disgust: 'leading from distaste to a clean, clear place',
    fear: 'leading from alarm to safety',
    sad: 'leading from sorrow to quiet hope',
    neutral: 'leading from an even mood to gentle contentment',
    happy: 'carrying high spirits into easy contentment',
    surprise: 'leading from a startle to calm clarity',
  },
  express: {
    angry: 'giving anger its full voice',
    disgust: 'giving distaste a hard, cold voice',
    fear: 'holding a sense of dread and suspense',
    sad: 'giving sorrow a voice, then letting in some light',
    neutral: 'keeping a cool and even mood',
    happy: 'celebrating high spirits',
    surprise: 'keeping the thrill of surprise',
  },
};

/** Gives a brief the prompt that says it. */
export function rendered(brief: Omit<Brief, 'prompt'>): Brief {
  return { ...brief, prompt: prompt(brief) };
}

/**
 * Says a brief in English as a musician would: style, tempo, key, who plays when, mix, what to avoid, and last, in
 * quotes, what the listener wrote that has no other place.
 */
export function prompt(brief: Omit<Brief, 'prompt'>): string {
  const sentences = [
    opening(brief),
    pulse(brief),
    arrangement(brief),
    mixing(brief),
    refusals(brief),
    wishes(brief),
  ];
  return sentences
    .filter((sentence) => sentence !== '')
    .join(' ')
    .slice(0, MAX_PROMPT);
}

function opening({ mood, genre, emotion, intent }: Omit<Brief, 'prompt'>): string {
  const adjectives = mood.length === 0 ? '' : `${mood.slice(0, 3).join(', ')} `;
  return sentence(`${adjectives}${GENRE_TRAITS[genre].style}, ${ARCS[intent][emotion]}`);
}

function pulse({ tempo, sections }: Omit<Brief, 'prompt'>): string {
  const [from, to] = toldTempo(tempo);
  const keys = [...new Set(sections.map(({ key }) => keyName(key)))];
  const key =
    keys.length === 1 ? `in ${keys[0]}` : `starting in ${keys[0]} and moving to ${list(keys.slice(1))}`;
  if (to === undefined) return sentence(`a steady ${from} BPM, ${key}`);
  return sentence(`tempo ${to < from ? 'easing' : 'rising gently'} from ${from} to ${to} BPM, ${key}`);
}

function mixing({ mix, genre }: Omit<Brief, 'prompt'>): string {
  return sentence(`the mix is ${GENRE_TRAITS[genre].sound}, with ${list(colours(mix))}`);
}

function colours({ reverb, warmth, brightness, hiss }: Mix): string[] {
  return [
    reverb < 0.12
      ? 'no reverb'
      : reverb < 0.4
        ? 'a short room reverb'
        : reverb < 0.65
          ? 'a roomy reverb'
          : 'a long reverb',
    ...(warmth > 0.55 ? ['warm tape saturation'] : []),
    brightness < 0.4 ? 'rounded highs' : brightness < 0.6 ? 'even highs' : 'bright, open highs',
    ...(hiss > 0.2 ? ['a little tape hiss'] : []),
  ];
}

function refusals({ avoid }: Omit<Brief, 'prompt'>): string {
  return avoid.length === 0 ? '' : sentence(`avoid ${list(avoid, 'or')}`);
}

function wishes({ words, sections, genre }: Omit<Brief, 'prompt'>): string {
  const { unknown, standIns } = readWords(words);
  const playing = new Set<Instrument | Genre>([genre, ...sections.flatMap(({ instruments }) => instruments)]);
  const likeness = standIns
    .filter(({ given }) => playing.has(given))
    .map(({ asked, given }) =>
      given === genre ? `a touch of ${asked}` : `${nameOf(given)} in the manner of ${asked}`,
    );
  const said = [...new Set(unknown)].map((stretch) => `“${stretch}”`);
  const like = likeness.length === 0 ? '' : sentence(`with ${list([...new Set(likeness)])}`);
  const quoted = said.length === 0 ? '' : `The listener also says ${list(said)}.`;
  return [like, quoted].filter((part) => part !== '').join(' ');
}

function nameOf(given: Instrument | Genre): string {
  return given in INSTRUMENT_NAMES ? INSTRUMENT_NAMES[given as Instrument].name : given;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
