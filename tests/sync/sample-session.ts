import type { Session } from '../../src/lib/core/session.ts';
import { genreBrief } from '../golden/genre-briefs.ts';

/** A session that is as short as one can be; its id tells it from all others. */
export function sampleSession(id: string, createdAt: number): Session {
  return {
    id,
    createdAt,
    intent: 'soothe',
    reading: null,
    emotion: 'sad',
    feedback: null,
    take: {
      id,
      createdAt,
      engine: 'composer',
      brief: genreBrief('ambient', 5),
      params: {
        ...{ duration: 5, seed: 1, normalisation: 'loudness', topK: 250, topP: 0, temperature: 1 },
        ...{ cfgCoef: 3, variations: 1 },
      },
      tokens: null,
      asset: null,
      measures: {
        ...{ duration: 5, loudness: -16, range: 5, truePeak: -1, clipped: 0, silent: 0, tempo: 70 },
        ...{ onsetRate: 2, centroid: 900 },
      },
      score: { total: 0.8, gates: 1, tempo: 0.8, dynamics: 0.8, style: 0.8 },
    },
  };
}
