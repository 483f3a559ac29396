import type { MetadataTags } from 'mediabunny';
import type { Genre } from '../../core/brief.ts';
import { Params } from '../../core/params.ts';
import type { Take } from '../../core/take.ts';

/** What a file says of the sound in it. */
export interface FileMetadata {
  title: string;
  genre: Genre;
  prompt: string;
  /** JSON: the prompt, the engine and its parameters, with which the piece can be made again. */
  comment: string;
}

/**
 * @returns what may be written into the file of a take: its prompt, which the user has seen, its engine and its
 * parameters. A file is passed on, so it tells neither the emotion nor anything else that was read off a face, nor
 * when it was made: the same take gives the same bytes.
 */
export function takeMetadata({ engine, brief: { genre, prompt }, params }: Take): FileMetadata {
  // A take that was kept, or came from another device, may have its parameters in another order.
  const inOrder = Params.parse(params);
  return {
    title: `Attune, ${genre}, ${params.seed}`,
    genre,
    prompt,
    comment: JSON.stringify({ software: 'Attune', prompt, engine, ...inOrder }),
  };
}

/** In the words of mediabunny, which writes them as ID3, Vorbis comments, MP4 atoms or Matroska tags. */
export function tagsOf({ title, genre, prompt, comment }: FileMetadata): MetadataTags {
  return { title, genre, description: prompt, comment };
}
