/** Integer noise: xorshift32 (Marsaglia, "Xorshift RNGs", 2003). One a voice, so that no voice depends on another. */
export class Random {
  private state = 1;

  /** Starts the sequence of `seed`, any integer. */
  seed(seed: number): void {
    const mixed = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) ^ 0x2545f491;
    this.state = mixed === 0 ? 1 : mixed;
  }

  /** @returns the next number in [-1, 1). */
  next(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x * 4.656612873077393e-10;
  }

  /** Writes white noise of the given peak to `out` from frame `from` on. */
  fill(out: Float64Array, from: number, gain: number): void {
    let x = this.state;
    const scale = gain * 4.656612873077393e-10;
    for (let i = from; i < out.length; i++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      out[i] = x * scale;
    }
    this.state = x;
  }
}
