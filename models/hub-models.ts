import * as z from 'zod';

/**
 * Models that lie on a hub as the ONNX export of MusicGen, one graph a file, in the layout of transformers.js:
 * `onnx/<role><suffix of the dtype>.onnx`, external data beside it. Any repository of that shape loads by its id; those
 * that are listed here are offered by name.
 */

/** The graphs of the export. */
export const ROLES = [
  'text_encoder',
  'decoder_model_merged',
  'decoder_model',
  'decoder_with_past_model',
  'encodec_decode',
  'encodec_encode',
] as const;
export type Role = (typeof ROLES)[number];

/** What weights are stored as: `q8` for dynamically quantised 8 bit, `q4` for blocks of 4 bit (MatMulNBits). */
export const DTYPES = ['fp32', 'fp16', 'q8', 'q4'] as const;
export type Dtype = (typeof DTYPES)[number];

/** transformers.js 4.3, `src/utils/dtypes.js`. */
const SUFFIXES: Record<Dtype, string> = { fp32: '', fp16: '_fp16', q8: '_quantized', q4: '_q4' };

/** Read by the tokenizer and the engine. The first list must be there; the second may be. */
export const SETTINGS = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;
export const OPTIONAL_SETTINGS = ['generation_config.json', 'preprocessor_config.json'] as const;

/** @returns where a graph lies in its repository. */
export function graphPath(role: Role, dtype: Dtype): string {
  return `onnx/${role}${SUFFIXES[dtype]}.onnx`;
}

/**
 * A repository's id: a name, or an owner and a name. Hub rules: at most 96 characters a name, neither `..` nor `--`.
 * Ids become folders, so nothing else may pass.
 */
export const hubModelId = z
  .string()
  .regex(/^([\w-][\w.-]{0,95}\/)?[\w-][\w.-]{0,95}$/)
  .refine((id) => !id.includes('..') && !id.includes('--'));

/** A file as the hub has it. */
export interface HubFile {
  bytes: number;
  /** Whether `bytes` is rounded: good enough to say what a download will cost, before the hub is asked. */
  estimated: boolean;
  /** In lower-case hexadecimal; null where only the hub can tell. */
  sha256: string | null;
}

export interface HubModel {
  id: string;
  /** SPDX identifier. To be shown, and accepted, before the first download. */
  licence: string;
  /** The weights that were exported. */
  source: string;
  files: Partial<Record<Role, Partial<Record<Dtype, HubFile>>>>;
}

const about = (megabytes: number): HubFile => ({ bytes: megabytes * 1e6, estimated: true, sha256: null });

/**
 * Of the medium and large models no public export in this layout is known: `gabotechs/music_gen` has them in folders of
 * its own, in fp32 and fp16, without a tokenizer's configuration.
 */
export const HUB_MODELS: readonly HubModel[] = [
  {
    id: 'Xenova/musicgen-small',
    licence: 'CC-BY-NC-4.0',
    source: 'facebook/musicgen-small',
    files: {
      text_encoder: { fp32: about(439), fp16: about(219), q4: about(152) },
      decoder_model_merged: { fp32: about(1690), fp16: about(848), q8: about(428), q4: about(302) },
      encodec_decode: { fp32: about(118), fp16: about(59) },
    },
  },
];
