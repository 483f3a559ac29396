import * as z from 'zod';

export const AUDIO_TYPES = ['audio/wav', 'audio/mpeg'] as const;
export const AudioType = z.enum(AUDIO_TYPES);
export type AudioType = z.infer<typeof AudioType>;

/** A SHA-256 as 64 hexadecimal digits, lower case. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Sound that can't be made again, by its content: the server keeps it for its owner, and devices may keep a copy. */
export const Asset = z.object({
  /** The run that made it, under which the server keeps it; the session of its take has the same id. */
  run: z.uuid(),
  sha256: Sha256,
  bytes: z.int().positive(),
  mediaType: AudioType,
});
export type Asset = z.infer<typeof Asset>;
