/**
 * What shows nothing, and hides text from people that models read: controls, zero-width and other format characters,
 * variation selectors, tags (U+E0000 to U+E007F), and what has no assigned meaning. Line breaks and tabs stay.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0]/gu;

/** @returns text without characters that nobody sees. */
export function plainText(text: string): string {
  return text.replace(INVISIBLE, (character) => ('\n\t'.includes(character) ? character : ''));
}
