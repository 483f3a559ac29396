import type { Block } from '../dsp/block.ts';

/** What a part's sound goes through before the mix. It is in place and keeps its own memory. */
export interface Insert {
  process(left: Block, right: Block): void;
}
