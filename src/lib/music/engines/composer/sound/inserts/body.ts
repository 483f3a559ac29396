import { BLOCK, block } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { StateVariable } from '../dsp/filter.ts';
import type { Insert } from './insert.ts';

/** A resonance of a wooden body: Hz, sharpness, gain. */
export type Resonance = readonly [number, number, number];

/** Air and top plate of a classical guitar (Fletcher and Rossing, 9.4). */
export const GUITAR_BODY: readonly Resonance[] = [
  [103, 4, 0.5],
  [204, 4, 0.5],
  [405, 3, 0.3],
];

/** The long soundbox of a harp. */
export const HARP_BODY: readonly Resonance[] = [
  [165, 2.5, 0.4],
  [330, 2.5, 0.25],
];

/** Adds the resonances of a body, which is one for both sides. */
export class Body implements Insert {
  private readonly filters: StateVariable[];
  private readonly gains: number[];
  private readonly input = block();
  private readonly output = block();

  constructor(resonances: readonly Resonance[]) {
    this.filters = resonances.map(tuned);
    this.gains = resonances.map(([, , gain]) => gain);
  }

  process(left: Block, right: Block): void {
    const { input, output } = this;
    for (let i = 0; i < BLOCK; i++) input[i] = 0.5 * (left[i]! + right[i]!);
    output.fill(0);
    for (let i = 0; i < this.gains.length; i++) this.filters[i]!.addBand(input, output, this.gains[i]!);
    for (let i = 0; i < BLOCK; i++) {
      left[i] = left[i]! + output[i]!;
      right[i] = right[i]! + output[i]!;
    }
  }
}

function tuned([hertz, q]: Resonance): StateVariable {
  const filter = new StateVariable();
  filter.tune(hertz, q);
  return filter;
}
