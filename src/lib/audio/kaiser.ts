/**
 * Kaiser's window: 1 at 0, falling to both ends.
 * @param position -1 to 1.
 * @param beta how far its sides lie down: 8 is some 80 dB.
 */
export function kaiser(position: number, beta: number): number {
  return bessel(beta * Math.sqrt(1 - position ** 2)) / bessel(beta);
}

/** The modified Bessel function of order 0, by its power series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
