import { simplified } from './lexicon/traditional.ts';

/** A piece of what was written: a Latin word, a number, a single Chinese character or a mark. */
export interface Token {
  /** As it is looked up: compatibility forms folded, lower case, simplified, English plurals without their s. */
  text: string;
  kind: 'word' | 'mark';
  /** Where it stands in the text as written, in UTF-16 units. */
  start: number;
  end: number;
}

const PIECES =
  /(?<word>\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}&])+(?:['’]\p{L}+)*)|\n|[^\s\p{L}\p{N}\p{M}&]/gu;

/** A text in simplified characters and without compatibility forms, each character where it stood. */
export function simplifiedText(text: string): string {
  return mapped(text, (character) => simplified(character.normalize('NFKC')));
}

/** The same in lower case. */
export function folded(text: string): string {
  return mapped(simplifiedText(text), (character) => character.toLowerCase());
}

/** Cuts what was written into tokens. Hyphens within words part them, as spaces do; among spaces they are marks. */
export function tokens(text: string): Token[] {
  const pieces = Array.from(folded(text).matchAll(PIECES), ({ 0: piece, index, groups }) => ({
    text: stem(piece),
    kind: groups?.['word'] === undefined ? ('mark' as const) : ('word' as const),
    start: index,
    end: index + piece.length,
  }));
  return pieces.filter(({ text: mark, start, end }) => {
    const isHyphen = mark === '-' || mark === '_';
    return !isHyphen || (/^\s?$/.test(text.charAt(start - 1)) && /^\s?$/.test(text.charAt(end)));
  });
}

/** Maps characters, but for those whose image has another length: it would move everything after it. */
function mapped(text: string, image: (character: string) => string): string {
  return Array.from(text, (character) => {
    const to = image(character);
    return to.length === character.length ? to : character;
  }).join('');
}

/** The keys of a keyboard are no key of music. */
const KEYBOARD = 'keys';

function stem(word: string): string {
  const plain = word.replaceAll('’', "'");
  return /^[a-z]{3,}s$/.test(plain) && !plain.endsWith('ss') && plain !== KEYBOARD
    ? plain.slice(0, -1)
    : plain;
}
