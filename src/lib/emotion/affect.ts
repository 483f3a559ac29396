import { EMOTIONS, type Affect, type Emotion, type Probabilities } from '../core/emotion.ts';

/**
 * Where each emotion lies on the circumplex: mean pleasure and arousal of the words angry, disgusted, fearful, sad, happy
 * and surprised in Russell and Mehrabian, "Evidence for a three-factor theory of emotions", Journal of Research in
 * Personality 11 (1977), 273-294, table 4. Neutral is the origin by definition.
 */
const PROTOTYPES: Record<Emotion, Affect> = {
  angry: { valence: -0.51, arousal: 0.59 },
  disgust: { valence: -0.6, arousal: 0.35 },
  fear: { valence: -0.64, arousal: 0.6 },
  sad: { valence: -0.63, arousal: -0.27 },
  neutral: { valence: 0, arousal: 0 },
  happy: { valence: 0.81, arousal: 0.51 },
  surprise: { valence: 0.4, arousal: 0.67 },
};

/** The expectation of affect over the emotions: what is unsure lies nearer the middle. */
export function affect(probabilities: Probabilities): Affect {
  const mean = (axis: keyof Affect) =>
    EMOTIONS.reduce((sum, emotion) => sum + probabilities[emotion] * PROTOTYPES[emotion][axis], 0);
  return { valence: mean('valence'), arousal: mean('arousal') };
}
