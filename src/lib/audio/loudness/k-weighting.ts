/** A second-order section: `y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''`. */
export interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/**
 * The K weighting of ITU-R BS.1770 (annex 1, tables 1 and 2): a shelf for the head, then a high pass. The standard lists
 * coefficients for 48 kHz only and asks other rates for "the same frequency response"; the analogue prototypes behind
 * them are those of Mansbridge, Finn and Reiss (AES 132, 2012), mapped by the bilinear transform, which gives back the
 * listed coefficients at 48 kHz.
 * @param sampleRate Hz.
 */
export function kWeighting(sampleRate: number): readonly [shelf: Biquad, highPass: Biquad] {
  return [headShelf(sampleRate), lowCut(sampleRate)];
}

function headShelf(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const middle = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (middle * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (middle * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

/** Its numerator is 1, -2, 1 at every rate, as the standard lists it. */
function lowCut(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}
