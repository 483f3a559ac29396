import type { Value } from '../onnx/model.ts';
import { ELEMENT } from '../onnx/model.ts';
import { shapeOf, unsqueeze, type Size } from './modules.ts';
import type { Trace } from './trace.ts';

/** `torch.finfo(torch.float32).min`: what masks add. */
export const LOWEST = -3.4028234663852886e38;

const [FLOAT, BOOL] = [ELEMENT.float32, ELEMENT.bool];

/** What hides the future, [batch, 1, length, length]: 0 up to the own position, then the lowest number. */
export function causalMask(t: Trace, batch: Size, length: Value): Value {
  const square = shapeOf(t, [length, length]);
  const hidden = t.op('Expand', [t.real(LOWEST), square]);
  const position = t.op('Range', [t.whole(0), length, t.whole(1)]);
  const next = t.op('Reshape', [t.op('Add', [position, t.whole(1)]), shapeOf(t, [length, 1])]);
  const seen = t.op('Less', [position, next]);
  const mask = t.op('Where', [seen, t.real(0), hidden]);
  const four = unsqueeze(t, unsqueeze(t, mask, 0), 1);
  return t.op('Expand', [four, shapeOf(t, [batch, 1, length, length])]);
}

/** What hides padding of the text, [batch, 1, length, positions], from a mask [batch, positions] of ones and zeros. */
export function paddingMask(t: Trace, mask: Value, batch: Size, length: Size, positions: Size): Value {
  const four = unsqueeze(t, unsqueeze(t, mask, 1), 2);
  const wide = t.op('Expand', [four, shapeOf(t, [batch, 1, length, positions])]);
  const inverted = t.op('Sub', [t.real(1), t.op('Cast', [wide], { to: FLOAT })]);
  return t.op('Where', [t.op('Cast', [inverted], { to: BOOL }), t.real(LOWEST), inverted]);
}
