/** A greedy decode that goes on when it is told to. */
export interface Contestant {
  /** Reads one more column. @returns milliseconds that it took, with the choice of the codes. */
  step(): Promise<number>;
  /** Ends the decode. @returns the codes of the frames that are complete, `[codebooks][frames]` */
  finish(): Promise<number[][]>;
}

/** What both are asked for. */
export interface Order {
  /** Address of a model hub. */
  hub: string;
  /** The model's id. */
  model: string;
  provider: 'wasm' | 'webgpu';
  /** Columns that are read. */
  steps: number;
}

export const PROMPT = 'calm piano with soft strings';
export const GUIDANCE = 3;
/** Steps that the last codebook is behind the first. */
export const DELAY = 3;
