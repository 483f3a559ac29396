import type { Brief, Key } from '../../core/brief.ts';
import { PROGRESSIONS } from './progressions.ts';
import { interval, raise } from './tonic.ts';

/**
 * Moves the piece to another key. A tonic alone transposes it, with its modulations; a mode recolours every section,
 * on one tonic and with progressions of that mode.
 */
export function rekey(brief: Brief, { tonic, mode }: Partial<Key>): Brief {
  const home = brief.sections[0]?.key;
  if (home === undefined) return brief;
  if (mode === undefined) {
    const up = tonic === undefined ? 0 : interval(home.tonic, tonic);
    const sections = brief.sections.map((s) => ({ ...s, key: { ...s.key, tonic: raise(s.key.tonic, up) } }));
    return { ...brief, sections };
  }
  const key = { tonic: tonic ?? home.tonic, mode };
  const choices = PROGRESSIONS[mode];
  const sections = brief.sections.map((s, i) => ({
    ...s,
    key,
    progression: [...(choices[i % choices.length] ?? choices[0])],
  }));
  return { ...brief, sections };
}
