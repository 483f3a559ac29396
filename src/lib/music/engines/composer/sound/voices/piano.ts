import { block } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { Envelope } from '../dsp/envelope.ts';
import { StateVariable } from '../dsp/filter.ts';
import { Modes } from '../dsp/modes.ts';
import { Random } from '../dsp/random.ts';
import { clamp, exp, exp2, power, sinTurns } from '../maths.ts';
import { amplitudeOf, place } from './voice.ts';
import type { Strike, Voice } from './voice.ts';

const PARTIALS = 22;
/** Partials that sound from two strings a little apart: they beat, and fall fast first and slowly after. */
const DOUBLED = 5;
/** Where the hammer strikes, as a share of the string; it weakens every eighth partial. */
const HAMMER = 0.121;
const mono = block();
const knock = block();

/**
 * A soft grand piano: stiff strings as a sum of modes (partials stretched by inharmonicity, as in Fletcher and Rossing,
 * "The Physics of Musical Instruments", 12.3), a felt hammer that is brighter the harder it strikes, and dampers.
 */
export class Piano implements Voice {
  private readonly modes = new Modes();
  private readonly attack = new Envelope();
  private readonly thump = new Envelope();
  private readonly body = new StateVariable();
  private readonly random = new Random();
  private pan = 0;
  private pitch = 60;
  private thumpLevel = 0;
  private thumping = false;

  start({ pitch, hertz, velocity, seed }: Strike): void {
    this.random.seed(seed);
    this.pitch = pitch;
    this.pan = clamp((pitch - 62) / 90, -0.4, 0.4);
    this.addPartials(pitch, hertz, velocity);
    this.attack.start({ attack: 0.0015 + 0.005 * (1 - velocity), decay: 1, sustain: 1, release: 1 });
    this.thump.start({ attack: 0.003, decay: 0.09, sustain: 0, release: 0.05 });
    this.thumping = true;
    this.thumpLevel = 0.14 * amplitudeOf(velocity);
    this.body.reset();
    this.body.tune(clamp(hertz, 110, 700), 0.8);
  }

  private addPartials(pitch: number, hertz: number, velocity: number): void {
    const stiffness = Math.max(8e-5, 3.5e-4 * exp2((pitch - 60) / 8.5));
    const longest = clamp(9 * exp2((60 - pitch) / 17), 0.7, 16);
    const softness = 620 + 2300 * velocity * velocity + hertz * (0.5 + 0.8 * velocity);
    const gain = 0.5 * amplitudeOf(velocity);
    this.modes.clear();
    for (let n = 1; n <= PARTIALS; n++) {
      const at = n * hertz * Math.sqrt((1 + stiffness * n * n) / (1 + stiffness));
      if (at > 10000) break;
      const comb = 0.08 + Math.abs(sinTurns((n * HAMMER) / 2));
      // Partials that all started upwards would add up to a spike.
      const sign = n & 2 ? -1 : 1;
      const amplitude = sign * gain * comb * exp(-(at - hertz) / softness) * power(n, -0.55) * 1.6;
      const decay = longest / (1 + 0.22 * (n - 1));
      if (n > DOUBLED) {
        this.modes.add(at, amplitude, decay * 0.7);
        continue;
      }
      // The pair is tuned evenly about the note, so that their sum stays in tune.
      const apart = 0.12 + 0.05 * this.random.next();
      this.modes.add(at - apart / 2, amplitude * 0.5, decay);
      this.modes.add(at + apart / 2, amplitude * 0.5, decay * 0.55);
    }
  }

  release(): void {
    // The shortest strings have no dampers.
    if (this.pitch < 89) this.modes.damp(clamp(0.32 * exp2((60 - this.pitch) / 30), 0.18, 0.6));
  }

  render(left: Block, right: Block, from: number): boolean {
    mono.fill(0);
    const ringing = this.modes.render(mono, from);
    this.attack.next(from);
    if (this.attack.from < 1) this.attack.apply(mono, from, 1);
    if (this.thumping) this.addThump(from);
    place(mono, left, right, from, this.pan);
    return ringing;
  }

  private addThump(from: number): void {
    this.thumping = this.thump.next(from);
    this.random.fill(knock, from, 1);
    this.body.bandpass(knock, from);
    this.thump.add(knock, mono, from, this.thumpLevel);
  }
}
