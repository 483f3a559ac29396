import { ELEMENT, type Tensor } from '../../../../runtime/onnx-graph/model.ts';
import { NotRecognised, numbersOf } from './flow.ts';
import type { Linear } from './network.ts';
import { sizeOf } from './recognise-linear.ts';

type Form<F extends Linear['form']> = Extract<Linear, { form: F }>;

/**
 * Products with the same input as one, whose results lie one after the other.
 * @throws NotRecognised where they have different forms.
 */
export function joinLinear(parts: readonly Linear[]): Linear {
  const [first] = parts as [Linear];
  if (parts.every((part) => part.form === 'float'))
    return { form: 'float', weight: sideBySide(parts.map((p) => p.weight)) };
  if (parts.every((part) => part.form === 'integer')) return joinIntegers(parts);
  const isSame = (part: Linear): part is Form<'blocks'> =>
    part.form === 'blocks' &&
    first.form === 'blocks' &&
    (['from', 'bits', 'blockSize', 'accuracy'] as const).every((key) => part[key] === first[key]) &&
    (part.zeroPoints === null) === (first.zeroPoints === null);
  if (parts.every(isSame)) return joinBlocks(parts);
  throw new NotRecognised('matrices with the same input have different forms');
}

function joinBlocks(parts: readonly Form<'blocks'>[]): Linear {
  const zeroPoints = parts.flatMap((part) => part.zeroPoints ?? []);
  return {
    ...parts[0]!,
    to: parts.reduce((sum, part) => sum + part.to, 0),
    weight: endToEnd(parts.map((part) => part.weight)),
    scales: endToEnd(parts.map((part) => part.scales)),
    zeroPoints: zeroPoints.length > 0 ? endToEnd(zeroPoints) : null,
  };
}

/** Each column keeps the scale and the zero point of its part. */
function joinIntegers(parts: readonly Form<'integer'>[]): Linear {
  const each = (tensor: Tensor | null, to: number): number[] => {
    const numbers = tensor ? numbersOf(tensor) : [0];
    return numbers.length === to ? numbers : new Array<number>(to).fill(numbers[0]!);
  };
  const scales = parts.flatMap((part) => each(part.scale, sizeOf(part).to));
  const zeroPoints = parts.flatMap((part) => each(part.zeroPoint, sizeOf(part).to));
  const { type } = parts[0]!.weight;
  const row = (numbers: number[], type: number, data: Uint8Array): Tensor => ({
    name: '',
    type,
    shape: [numbers.length],
    data,
  });
  return {
    form: 'integer',
    weight: sideBySide(parts.map((part) => part.weight)),
    scale: row(scales, ELEMENT.float32, new Uint8Array(Float32Array.from(scales).buffer)),
    // The wrap-around of a byte is that of two's complement, so that both signs are written alike.
    zeroPoint: row(zeroPoints, type, Uint8Array.from(zeroPoints)),
  };
}

function bytesOf({ data }: Tensor): Uint8Array {
  if ('file' in data) throw new NotRecognised('constants lie outside of the file');
  return data;
}

/** Tensors one after the other along their first axis. */
function endToEnd(parts: readonly Tensor[]): Tensor {
  const [first] = parts as [Tensor];
  const data = new Uint8Array(parts.reduce((sum, part) => sum + bytesOf(part).length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(bytesOf(part), at);
    at += bytesOf(part).length;
  }
  const rows = parts.reduce((sum, part) => sum + (part.shape[0] ?? 0), 0);
  return { ...first, name: '', shape: [rows, ...first.shape.slice(1)], data };
}

/** Matrices one beside the other. */
function sideBySide(parts: readonly Tensor[]): Tensor {
  const [{ shape, type }] = parts as [Tensor];
  const rows = shape[0]!;
  if (parts.some((part) => part.type !== type || part.shape[0] !== rows)) {
    throw new NotRecognised('matrices with the same input have different sizes or types');
  }
  const columns = parts.reduce((sum, part) => sum + part.shape[1]!, 0);
  const data = new Uint8Array(parts.reduce((sum, part) => sum + bytesOf(part).length, 0));
  const pitch = data.length / rows;
  let from = 0;
  for (const part of parts) {
    const bytes = bytesOf(part);
    const width = bytes.length / rows;
    for (let row = 0; row < rows; row++) {
      data.set(bytes.subarray(row * width, (row + 1) * width), row * pitch + from);
    }
    from += width;
  }
  return { name: '', type, shape: [rows, columns], data };
}
