import { lookUp } from './lexicon/lexicon.ts';
import type { Term } from './lexicon/term.ts';
import { tokens } from './tokens.ts';

/** What a text is made of, to the rules: terms, stretches without a known meaning, and breaks between clauses. */
export type Item =
  | Term
  | { kind: 'unknown'; /** as written */ text: string }
  | { kind: 'break'; /** it was a comma, which may part the things of a list */ comma: boolean };

/** @returns whether an item names who plays. */
export function isPlayer({ kind }: Item): boolean {
  return kind === 'instrument' || kind === 'drums';
}

/** Marks within a clause; any other mark ends it. */
const INNER_MARKS = new Set('/&+"\'“”‘’()（）《》「」'.split(''));
const COMMAS: readonly string[] = [',', '，'];
/** What says nothing within a stretch of unknown words. */
const SILENT: readonly Term['kind'][] = ['filler', 'of', 'ask', 'please'];

/** Cuts a text into items. Filler words are left out, except within a stretch of unknown words, which stays whole. */
export function items(text: string): Item[] {
  const list = tokens(text);
  const out: Item[] = [];
  let unknown = { start: 0, end: 0 };
  const push = (item: Item) => {
    if (unknown.end > 0) out.push({ kind: 'unknown', text: text.slice(unknown.start, unknown.end) });
    unknown = { start: 0, end: 0 };
    out.push(item);
  };
  for (let i = 0; i < list.length;) {
    const found = lookUp(list, i);
    const token = list[i];
    i += found?.length ?? 1;
    if (found !== null) {
      const { kind } = found.term;
      if (kind !== 'filler' && (unknown.end === 0 || !SILENT.includes(kind))) push(found.term);
    } else if (token?.kind === 'word') {
      unknown = { start: unknown.end > 0 ? unknown.start : token.start, end: token.end };
    } else if (token !== undefined && !INNER_MARKS.has(token.text)) {
      push({ kind: 'break', comma: COMMAS.includes(token.text) });
    }
  }
  push({ kind: 'break', comma: false });
  return out;
}
