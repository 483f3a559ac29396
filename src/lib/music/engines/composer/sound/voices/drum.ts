import { BLOCK, block, blockDecay, SAMPLE_RATE } from '../dsp/block.ts';
import type { Block } from '../dsp/block.ts';
import { Envelope } from '../dsp/envelope.ts';
import { StateVariable } from '../dsp/filter.ts';
import { Modes } from '../dsp/modes.ts';
import { SINE, TABLE } from '../dsp/oscillator.ts';
import { Random } from '../dsp/random.ts';
import type { DrumSound } from './drum-sounds.ts';
import { drumSound, KIT } from './drum-sounds.ts';
import { amplitudeOf, place } from './voice.ts';
import type { Strike, Voice } from './voice.ts';

const mono = block();
const noise = block();
const REST = { attack: 0.001, sustain: 0, release: 0.05 } as const;

/** One stroke on one drum. It rings as long as it rings: letting go changes nothing. */
export class Drum implements Voice {
  private readonly sounds: Readonly<Record<number, DrumSound>>;
  private readonly modes = new Modes();
  private readonly toneEnvelope = new Envelope();
  private readonly noiseEnvelope = new Envelope();
  private readonly filter = new StateVariable();
  private readonly random = new Random();
  private sound: DrumSound = drumSound(KIT, 36);
  private gain = 0;
  private phase = 0;
  private hertz = 0;
  private fall = 0;
  private toning = false;
  private ringing = false;
  private hissing = false;

  constructor(sounds: Readonly<Record<number, DrumSound>>) {
    this.sounds = sounds;
  }

  start({ pitch, velocity, seed }: Strike): void {
    const sound = drumSound(this.sounds, pitch);
    this.sound = sound;
    this.gain = amplitudeOf(velocity);
    this.random.seed(seed);
    this.toning = sound.tone !== undefined;
    if (sound.tone !== undefined) {
      this.phase = 0;
      this.hertz = sound.tone.from;
      this.fall = blockDecay(sound.tone.fall);
      this.toneEnvelope.start({ ...REST, decay: sound.tone.decay });
    }
    this.modes.clear();
    this.ringing = sound.modes !== undefined;
    for (const [hertz, gain, decay] of sound.modes ?? []) {
      // No two strokes land on the same spot.
      this.modes.add(hertz, gain * this.gain * (1 + 0.2 * this.random.next()), decay);
    }
    this.hissing = sound.noise !== undefined;
    if (sound.noise !== undefined) {
      this.filter.reset();
      this.filter.tune(sound.noise.hertz * (0.75 + 0.3 * velocity), sound.noise.q);
      this.noiseEnvelope.start({ ...REST, attack: sound.noise.attack, decay: sound.noise.decay });
    }
  }

  release(): void {
    // A stroke can't be taken back.
  }

  render(left: Block, right: Block, from: number): boolean {
    mono.fill(0);
    if (this.toning) this.addTone(from);
    if (this.ringing) this.ringing = this.modes.render(mono, from);
    if (this.hissing) this.addNoise(from);
    place(mono, left, right, from, this.sound.pan);
    return this.toning || this.ringing || this.hissing;
  }

  private addTone(from: number): void {
    const { tone } = this.sound;
    if (tone === undefined) return;
    this.toning = this.toneEnvelope.next(from);
    const next = tone.to + (this.hertz - tone.to) * this.fall;
    let step = (this.hertz * TABLE) / SAMPLE_RATE;
    const bend = ((next - this.hertz) * TABLE) / SAMPLE_RATE / (BLOCK - from);
    const gain = tone.gain * this.gain;
    let level = this.toneEnvelope.from * gain;
    const rise = ((this.toneEnvelope.level - this.toneEnvelope.from) * gain) / (BLOCK - from);
    let phase = this.phase;
    for (let i = from; i < BLOCK; i++) {
      level += rise;
      const index = phase | 0;
      const a = SINE[index]!;
      mono[i] = mono[i]! + level * (a + (SINE[index + 1]! - a) * (phase - index));
      step += bend;
      phase += step;
      if (phase >= TABLE) phase -= TABLE;
    }
    this.phase = phase;
    this.hertz = next;
  }

  private addNoise(from: number): void {
    const { noise: shape } = this.sound;
    if (shape === undefined) return;
    this.hissing = this.noiseEnvelope.next(from);
    this.random.fill(noise, from, 1);
    if (shape.band === 'low') this.filter.lowpass(noise, from);
    else if (shape.band === 'band') this.filter.bandpass(noise, from);
    else this.filter.highpass(noise, from);
    this.noiseEnvelope.add(noise, mono, from, shape.gain * this.gain);
  }
}
