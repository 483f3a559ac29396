import type { Graph, OnnxDevice } from '../../../runtime/onnx-device.ts';
import type { Condition } from './decoder.ts';

/** Splits text into the ids of a model's vocabulary, its end mark included. */
export type Tokenize = (text: string) => readonly number[];

/** T5's encoder, which MusicGen hears text through. */
export interface TextEncoder {
  /**
   * @param texts one for each row of the batch; null for a row without a condition.
   * @throws AttuneError `device_failed`
   */
  encode(texts: readonly (string | null)[]): Promise<Condition>;
  close(): Promise<void>;
}

/** Texts that are kept: more than the windows of the longest piece have. */
const MOST_KEPT = 16;

/**
 * Opens `text_encoder`. Each text is encoded by itself and kept, as the windows of a long piece ask for the same ones.
 * @param dim width of its output.
 * @throws AttuneError `device_failed` when the session does not start.
 */
export async function openTextEncoder(
  device: OnnxDevice,
  model: Graph,
  tokenize: Tokenize,
  dim: number,
): Promise<TextEncoder> {
  const { Tensor } = device.ort;
  const session = await device.open(model);
  const known = new Map<string, Float32Array>();

  async function encodeOne(text: string): Promise<Float32Array> {
    const ids = BigInt64Array.from(tokenize(text), BigInt);
    const shape = [1, ids.length];
    const { last_hidden_state: output } = await device.run(session, {
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    });
    return (output as { data: unknown }).data as Float32Array;
  }

  return {
    async encode(texts) {
      for (const text of texts) {
        if (text !== null && !known.has(text)) known.set(text, await encodeOne(text));
      }
      const rows = texts.map((text) => (text === null ? null : known.get(text)!));
      for (const oldest of [...known.keys()].slice(0, -MOST_KEPT)) known.delete(oldest);
      return assemble(rows, dim);
    },
    close: () => session.release(),
  };
}

/** Lays the rows side by side, each padded with zeros to the longest; a row without text is all zeros. */
function assemble(rows: readonly (Float32Array | null)[], dim: number): Condition {
  const length = Math.max(1, ...rows.map((row) => (row?.length ?? 0) / dim));
  const hidden = new Float32Array(rows.length * length * dim);
  const mask = new Uint8Array(rows.length * length);
  rows.forEach((row, i) => {
    if (row === null) return;
    hidden.set(row, i * length * dim);
    mask.fill(1, i * length, i * length + row.length / dim);
  });
  return { rows: rows.length, length, hidden, mask };
}
