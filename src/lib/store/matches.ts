import type { Session } from '../core/session.ts';
import type { Filter } from './store.ts';

/** @returns whether a history that is filtered so lists `session`. */
export function matches(session: Session, { emotion, text }: Filter): boolean {
  if (emotion !== null && session.emotion !== emotion) return false;
  const { words, genre, mood } = session.take.brief;
  const said = [words, genre, ...mood, session.feedback?.comment ?? ''].join('\n');
  return said.toLowerCase().includes(text.trim().toLowerCase());
}
