/**
 * Elementary functions that give the same bits in every JavaScript engine. ECMAScript leaves the results of `Math.sin`,
 * `Math.exp`, `Math.pow` and their like to the implementation, so sound that must be the same bytes everywhere is made
 * from + - * /, `Math.sqrt` and `Math.floor` alone, all of which are exact by the standard (ECMA-262, section 21.3.2).
 */

/** 2 pi. */
export const TAU = 6.283185307179586;

const POWERS = new Float64Array(513);
POWERS[256] = 1;
for (let i = 257; i < 513; i++) POWERS[i] = POWERS[i - 1]! * 2;
for (let i = 255; i >= 0; i--) POWERS[i] = POWERS[i + 1]! / 2;

/** sin(2 pi `turns`): Taylor's series to degree 15 on a quarter turn. Absolute error below 1e-10 for |turns| < 1000. */
export function sinTurns(turns: number): number {
  let x = turns - Math.floor(turns + 0.5);
  if (x > 0.25) x = 0.5 - x;
  else if (x < -0.25) x = -0.5 - x;
  const a = x * TAU;
  const s = a * a;
  return (
    a *
    (1 -
      (s / 6) *
        (1 - (s / 20) * (1 - (s / 42) * (1 - (s / 72) * (1 - (s / 110) * (1 - (s / 156) * (1 - s / 210)))))))
  );
}

/** cos(2 pi `turns`), as exact as `sinTurns`. */
export function cosTurns(turns: number): number {
  return sinTurns(turns + 0.25);
}

/** tan(pi `x`) for x in [0, 0.49], the prewarping of a bilinear transform. Relative error below 1e-8. */
export function tanPi(x: number): number {
  return sinTurns(x / 2) / cosTurns(x / 2);
}

/** 2 to the `x`, clamped to x in [-256, 256]. Relative error below 1e-11. */
export function exp2(x: number): number {
  const clamped = x < -256 ? -256 : x > 256 ? 256 : x;
  const whole = Math.floor(clamped + 0.5);
  const t = (clamped - whole) * 0.6931471805599453;
  const series =
    1 +
    t *
      (1 +
        (t / 2) *
          (1 +
            (t / 3) *
              (1 + (t / 4) * (1 + (t / 5) * (1 + (t / 6) * (1 + (t / 7) * (1 + (t / 8) * (1 + t / 9))))))));
  return series * POWERS[whole + 256]!;
}

/** e to the `x`; range and error of `exp2`. */
export function exp(x: number): number {
  return exp2(x * 1.4426950408889634);
}

/** Logarithm to base 2 of `x` in [2^-256, 2^256], clamped outside. Absolute error below 1e-10. */
export function log2(x: number): number {
  let low = 0;
  let high = 512;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (POWERS[middle]! <= x) low = middle;
    else high = middle;
  }
  const mantissa = x <= POWERS[0]! ? 1 : x >= POWERS[512]! ? 2 : x / POWERS[low]!;
  // ln m = 2 artanh((m - c) / (m + c)) + ln c, with c = sqrt 2 to halve the interval.
  const z = (mantissa - 1.4142135623730951) / (mantissa + 1.4142135623730951);
  const s = z * z;
  const series = 1 + s * (1 / 3 + s * (1 / 5 + s * (1 / 7 + s * (1 / 9 + s * (1 / 11 + s / 13)))));
  return low - 256 + 0.5 + 2 * z * series * 1.4426950408889634;
}

/** `base` > 0 to the `exponent`. Relative error below 1e-8 for results in [1e-30, 1e30]. */
export function power(base: number, exponent: number): number {
  return exp2(exponent * log2(base));
}

/** Hyperbolic tangent by Lambert's continued fraction (DLMF 4.39.1) cut after 7 terms. Absolute error below 1e-4. */
export function tanh(x: number): number {
  if (x > 4.97) return 1;
  if (x < -4.97) return -1;
  const s = x * x;
  return (x * (135135 + s * (17325 + s * (378 + s)))) / (135135 + s * (62370 + s * (3150 + s * 28)));
}

/** Linear gain of a level in decibels. */
export function gainOf(decibels: number): number {
  return exp2(decibels * 0.16609640474436813);
}

/** Level in decibels of a linear gain, -1541 for 0. */
export function decibelsOf(gain: number): number {
  return log2(gain) * 6.020599913279624;
}

/** Frequency in Hz of a MIDI note number, which may be fractional; equal temperament, A4 = 440 Hz. */
export function frequencyOf(pitch: number): number {
  return 440 * exp2((pitch - 69) / 12);
}

/** `x` held to [`low`, `high`]. */
export function clamp(x: number, low: number, high: number): number {
  return x < low ? low : x > high ? high : x;
}

/** Linear interpolation from `a` to `b`, `t` held to [0, 1]. */
export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * clamp(t, 0, 1);
}
