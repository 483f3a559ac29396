/** Transforms `size` real samples into `size / 2 + 1` complex bins, from 0 Hz to half the sample rate. */
export type RealFft = (samples: Float64Array, real: Float64Array, imaginary: Float64Array) => void;

/**
 * Prepares a real discrete Fourier transform: the even samples as real and the odd ones as imaginary parts of a complex
 * transform of half the size (radix 2, decimation in time), then split into the two spectra. Not scaled.
 * @param size a power of two, at least 4.
 */
export function realFft(size: number): RealFft {
  const half = size / 2;
  const cos = Float64Array.from({ length: half + 1 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sin = Float64Array.from({ length: half + 1 }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
  const reversed = bitReversal(half);
  const re = new Float64Array(half);
  const im = new Float64Array(half);

  function complexTransform(): void {
    for (let span = 1; span < half; span *= 2) {
      const stride = half / span;
      for (let offset = 0; offset < span; offset++) {
        const wr = cos[offset * stride]!;
        const wi = sin[offset * stride]!;
        for (let top = offset; top < half; top += 2 * span) {
          const bottom = top + span;
          const xr = re[bottom]! * wr - im[bottom]! * wi;
          const xi = re[bottom]! * wi + im[bottom]! * wr;
          re[bottom] = re[top]! - xr;
          im[bottom] = im[top]! - xi;
          re[top]! += xr;
          im[top]! += xi;
        }
      }
    }
  }

  return (samples, real, imaginary) => {
    for (let i = 0; i < half; i++) {
      const from = 2 * reversed[i]!;
      re[i] = samples[from]!;
      im[i] = samples[from + 1]!;
    }
    complexTransform();
    for (let k = 0; k <= half; k++) {
      const low = k % half;
      const high = (half - k) % half;
      const evenR = (re[low]! + re[high]!) / 2;
      const evenI = (im[low]! - im[high]!) / 2;
      const oddR = (im[low]! + im[high]!) / 2;
      const oddI = (re[high]! - re[low]!) / 2;
      real[k] = evenR + oddR * cos[k]! - oddI * sin[k]!;
      imaginary[k] = evenI + oddR * sin[k]! + oddI * cos[k]!;
    }
  };
}

function bitReversal(size: number): Uint32Array {
  const reversed = new Uint32Array(size);
  for (let i = 1; i < size; i++) reversed[i] = (reversed[i >> 1]! >> 1) | (i & 1 ? size >> 1 : 0);
  return reversed;
}
