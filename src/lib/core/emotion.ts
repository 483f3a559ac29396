import * as z from 'zod';

/** The seven emotions Attune tells apart, in the order in which it lists them. */
export const EMOTIONS = ['angry', 'disgust', 'fear', 'sad', 'neutral', 'happy', 'surprise'] as const;

export const Emotion = z.enum(EMOTIONS);
export type Emotion = z.infer<typeof Emotion>;

/** A point of the circumplex of affect: valence (unpleasant to pleasant) and arousal (calm to excited), each in [-1, 1]. */
export const Affect = z.object({
  valence: z.number().min(-1).max(1),
  arousal: z.number().min(-1).max(1),
});
export type Affect = z.infer<typeof Affect>;

/** How likely each emotion is; the seven sum to 1. */
export const Probabilities = z.record(Emotion, z.number().min(0).max(1));
export type Probabilities = z.infer<typeof Probabilities>;

/** What the music is for: `soothe` leads away from the mood, `express` mirrors it. */
export const INTENTS = ['soothe', 'express'] as const;
export const Intent = z.enum(INTENTS);
export type Intent = z.infer<typeof Intent>;
