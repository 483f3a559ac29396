/**
 * A heap of tokens, the likeliest on top and the lower of equally likely ones first, so that the order is total: what is
 * popped does not depend on how the tokens stood before. It lies in `order`, and pops into its own end.
 */

/** Makes a heap of all of `order`, which holds places of `values`. */
export function heapify(order: Uint16Array, values: Float32Array): void {
  for (let place = (order.length >> 1) - 1; place >= 0; place--) sink(order, values, place, order.length);
}

/** Moves the top of a heap of `size` to place `size - 1`, and leaves a heap of one less. @returns what was moved. */
export function popLargest(order: Uint16Array, values: Float32Array, size: number): number {
  const top = order[0]!;
  order[0] = order[size - 1]!;
  order[size - 1] = top;
  sink(order, values, 0, size - 1);
  return top;
}

function sink(order: Uint16Array, values: Float32Array, from: number, size: number): void {
  const token = order[from]!;
  const value = values[token]!;
  let place = from;
  for (let child = 2 * place + 1; child < size; child = 2 * place + 1) {
    if (child + 1 < size && precedes(values, order[child + 1]!, order[child]!)) child++;
    const below = order[child]!;
    const other = values[below]!;
    if (value > other || (value === other && token < below)) break;
    order[place] = below;
    place = child;
  }
  order[place] = token;
}

function precedes(values: Float32Array, a: number, b: number): boolean {
  return values[a]! > values[b]! || (values[a] === values[b] && a < b);
}
