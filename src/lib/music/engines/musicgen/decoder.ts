/** What the rows of a batch are conditioned on: the text encoder's output, zero where a row has no text. */
export interface Condition {
  rows: number;
  /** Positions of text, the longest row's. */
  length: number;
  /** `[rows, length, textDim]`. */
  hidden: Float32Array;
  /** `[rows, length]`: 1 where there is text, else 0. */
  mask: Uint8Array;
}

/**
 * MusicGen's transformer, one window at a time. A batch has `rows` rows of `codebooks` codes each; keys and values stay
 * where they were computed.
 */
export interface Decoder {
  /**
   * Forgets the window before and reads the columns that are known.
   * @param codes `[rows * codebooks, length]`, from the first column, which is all pad.
   * @param capacity how many columns the window will have at most, these included.
   * @returns logits of what follows the last column, `[rows * codebooks * vocabulary]`, valid until the next call.
   * @throws AttuneError `device_failed`
   */
  begin(condition: Condition, codes: Int32Array, capacity: number): Promise<Float32Array>;
  /**
   * Reads one more column.
   * @param codes `[rows * codebooks]`.
   * @returns logits, as `begin`.
   * @throws AttuneError `device_failed`
   */
  step(codes: Int32Array): Promise<Float32Array>;
  /** Frees keys, values and the graph. */
  close(): Promise<void>;
}
