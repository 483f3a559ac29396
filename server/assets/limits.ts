import type { Limit } from '../http/limits.ts';

/** A device that is new fetches every sound of a history, and players fetch them in parts. */
export const SOUNDS: Limit[] = [{ name: 'sounds', points: 600, seconds: 60, by: 'account' }];
