import { BufferTarget, Output, type OutputFormat } from 'mediabunny';
import { tagsOf, type FileMetadata } from './metadata.ts';

/**
 * Writes a file into memory. Whatever fails, or is cancelled, frees its encoders.
 * @param addTracks connects what is to be written.
 * @param fill adds all of it.
 */
export async function writeFile(
  format: OutputFormat,
  metadata: FileMetadata,
  addTracks: (output: Output) => void,
  fill: () => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  try {
    addTracks(output);
    output.setMetadataTags(tagsOf(metadata));
    await output.start();
    await fill();
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  return new Uint8Array(target.buffer!);
}
