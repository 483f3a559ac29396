import { AttuneError } from '../../../core/errors.ts';
import type { Tokens } from '../../../core/tokens.ts';
import type { OnnxDevice } from '../../../runtime/onnx-device.ts';
import type { Architecture } from './architecture.ts';
import type { Decoder } from './decoder.ts';
import { openExportedDecoder, type DecoderGraphs } from './exported-decoder.ts';
import { openRewrittenDecoder } from './rewrite/open-rewritten.ts';
import { rewriteDecoder } from './rewrite/rewrite.ts';

/** A decoder that may be trusted on its device. */
export interface TrustedDecoder {
  decoder: Decoder;
  kind: 'rewritten' | 'exported';
  /** Why it runs as it was exported; null where it was rewritten. */
  note: string | null;
}

/**
 * Opens a decoder, rewritten for speed where that gives the same tokens on this device: a trial is decoded with the
 * graph as it was exported, and then with the rewritten one.
 * @param decode what is decoded with either.
 * @throws AttuneError `device_failed` where the exported graph does not run; `cancelled` where `decode` is.
 */
export async function openDecoder(
  device: OnnxDevice,
  graphs: DecoderGraphs,
  architecture: Architecture,
  decode: (decoder: Decoder) => Promise<Tokens>,
): Promise<TrustedDecoder> {
  const exported = await openExportedDecoder(device, graphs, architecture);
  const trial = await orClose(exported, decode(exported));
  const rewritten = rewriteDecoder(graphs.first, architecture);
  if ('refused' in rewritten) {
    return { decoder: exported, kind: 'exported', note: rewritten.refused };
  }
  // Two decoders at once may be more than the device holds.
  await exported.close();
  const { decoder, note } = await tried(
    () => openRewrittenDecoder(device, rewritten, architecture),
    decode,
    trial,
  );
  if (decoder !== null) return { decoder, kind: 'rewritten', note: null };
  return { decoder: await openExportedDecoder(device, graphs, architecture), kind: 'exported', note };
}

/** Waits for `work`, and closes the decoder that it failed with. */
async function orClose<Result>(decoder: Decoder, work: Promise<Result>): Promise<Result> {
  return work.catch(async (error: unknown) => {
    // What is lost can't close either; why it was lost is what counts.
    await decoder.close().catch(() => undefined);
    throw error;
  });
}

/** @returns the decoder, where it decodes what is expected; else null, and why. @throws AttuneError `cancelled` */
async function tried(
  open: () => Promise<Decoder>,
  decode: (decoder: Decoder) => Promise<Tokens>,
  expected: Tokens,
): Promise<{ decoder: Decoder | null; note: string }> {
  let decoder: Decoder;
  try {
    decoder = await open();
    const { codes } = await orClose(decoder, decode(decoder));
    if (codes.every((code, i) => code === expected.codes[i])) return { decoder, note: '' };
  } catch (error) {
    const { code, details } = AttuneError.from(error);
    if (code === 'cancelled') throw error;

    return { decoder: null, note: `${details['reason'] ?? code}` };
  }
  await decoder.close();
  return { decoder: null, note: 'the rewritten graph decodes other tokens here' };
}
