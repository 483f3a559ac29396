import * as z from 'zod';

/** What a folder of models holds, as the server that gives it to the page lists it. */
export const ModelListing = z.array(
  z.object({
    /** As on a hub: `owner/name`, or a name alone. */
    id: z.string(),
    /** All that MusicGen may need of it, whatever it runs on. */
    files: z.array(z.object({ path: z.string(), bytes: z.int().min(0) })),
  }),
);
export type ModelListing = z.infer<typeof ModelListing>;
