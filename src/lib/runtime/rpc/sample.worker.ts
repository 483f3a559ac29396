import { AttuneError } from '../../core/errors.ts';
import { serve } from './serve.ts';

/** What the tests call: one method for each thing that can cross the boundary, and each way to die. */
export const sample = {
  pulled: 0,

  async add(a: number, b: number): Promise<number> {
    return a + b;
  },

  async report(progress: (fraction: number) => void): Promise<string> {
    progress(0.5);
    progress(1);
    return 'reported';
  },

  async fail(code: 'no_face' | 'plain'): Promise<never> {
    if (code === 'plain') throw new RangeError('out of range');
    throw new AttuneError('no_face', { width: 3 });
  },

  async samples(length: number): Promise<{ left: Float32Array<ArrayBuffer> }> {
    return { left: new Float32Array(length).fill(0.25) };
  },

  async hang(signal: AbortSignal): Promise<boolean> {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return true;
  },

  async spin(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  },

  async howManyPulled(): Promise<number> {
    return sample.pulled;
  },

  async *count(to: number, _signal?: AbortSignal): AsyncGenerator<number> {
    try {
      for (let i = 1; i <= to; i++) {
        sample.pulled = i;
        yield i;
      }
    } finally {
      sample.pulled = -1;
    }
  },

  async die(): Promise<void> {
    setTimeout(() => {
      throw new Error('worker is broken');
    });
    await new Promise<never>(() => {});
  },

  async leave(): Promise<void> {
    self.close();
    await new Promise<never>(() => {});
  },
};

serve(sample);
