import { desk } from './desk.ts';
import type { Encoder } from './encode/encoder.ts';
import type { Studio } from './studio.ts';

/** The studio in this thread. Codecs are loaded when the first file needs one. */
export function inlineStudio(): Studio {
  const encoder = async (): Promise<Encoder> => (await import('./encode/inline-encoder.ts')).inlineEncoder;
  return {
    ...desk,
    formats: async (form) => (await encoder()).formats(form),
    encode: async (...args) => (await encoder()).encode(...args),
    decode: async (...args) => (await import('./decode/inline-decoder.ts')).inlineDecoder.decode(...args),
  };
}
