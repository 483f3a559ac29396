import { BLOCK } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { StateVariable } from '../dsp/filter.ts';
import { tanh } from '../maths.ts';
import type { Insert } from './insert.ts';

/** How hard the amplifier is driven: soft notes stay clean, loud ones grow warm. */
const DRIVE = 2.6;

/** A guitar amplifier: a valve that saturates softly, and the speaker in its cabinet (90 Hz to 3.8 kHz). One channel, as on stage. */
export class Amplifier implements Insert {
  private readonly tone = new StateVariable();
  private readonly bottom = new StateVariable();
  private readonly speaker = new StateVariable();
  private readonly edge = new StateVariable();

  constructor() {
    // What is cut before the valve can't come back as an alias behind it.
    this.tone.tune(5200, 0.6);
    this.bottom.tune(90, 0.7);
    this.speaker.tune(3800, 0.7);
    this.edge.tune(2300, 1.1);
  }

  process(left: Block, right: Block): void {
    for (let i = 0; i < BLOCK; i++) left[i] = 0.7071 * (left[i]! + right[i]!);
    this.tone.lowpass(left, 0);
    for (let i = 0; i < BLOCK; i++) left[i] = tanh(DRIVE * left[i]!) / DRIVE;
    this.bottom.highpass(left, 0);
    this.edge.addBand(left, left, 0.2);
    this.speaker.lowpass(left, 0);
    for (let i = 0; i < BLOCK; i++) left[i] = 0.7071 * left[i]!;
    right.set(left);
  }
}
