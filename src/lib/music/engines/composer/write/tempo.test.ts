import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beatsIn, tempoMap } from './tempo.ts';

const tempo = fc.double({ min: 40, max: 200, noNaN: true });
const duration = fc.double({ min: 5, max: 120, noNaN: true });

describe('tempoMap', () => {
  it('fills any piece with touching bars, at most 3% apart in tempo and never outside the brief', () => {
    fc.assert(
      fc.property(duration, tempo, tempo, (duration, start, end) => {
        const bars = tempoMap({ duration, tempo: { start, end } });
        expect(bars[0]?.start).toBe(0);
        expect(bars.at(-1)?.end).toBe(duration);
        bars.forEach((bar, i) => {
          expect(bar.bpm).toBeGreaterThanOrEqual(Math.min(start, end) - 1e-9);
          expect(bar.bpm).toBeLessThanOrEqual(Math.max(start, end) + 1e-9);
          const next = bars[i + 1];
          if (!next) return;
          expect(next.start).toBe(bar.end);
          expect(beatsIn(bar)).toBeCloseTo(4, 9);
          expect(Math.max(next.bpm / bar.bpm, bar.bpm / next.bpm)).toBeLessThanOrEqual(1.03 + 1e-9);
        });
        if (bars.length > 1) expect(beatsIn(bars.at(-1)!)).toBeGreaterThanOrEqual(3 - 1e-9);
        expect(beatsIn(bars.at(-1)!)).toBeLessThan(7.1);
      }),
    );
  });

  it('arrives where the brief says when there is time', () => {
    const bars = tempoMap({ duration: 120, tempo: { start: 104, end: 72 } });
    expect(bars[0]?.bpm).toBe(104);
    expect(bars.at(-1)!.bpm).toBeGreaterThan(72);
    expect(bars.at(-1)!.bpm).toBeLessThan(74);
    const middle = bars.find((bar) => bar.end > 60)!;
    expect(Math.abs(middle.bpm - 88)).toBeLessThan(1.5);
  });

  it('makes bars of whole seconds at a steady tempo', () => {
    const bars = tempoMap({ duration: 30, tempo: { start: 72, end: 72 } });
    expect(bars).toHaveLength(9);
    expect(beatsIn(bars.at(-1)!)).toBeCloseTo(4, 9);
  });
});
