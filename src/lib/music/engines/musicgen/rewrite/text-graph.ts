import type { Graph } from '../../../../runtime/onnx-device.ts';
import { ELEMENT } from '../../../../runtime/onnx-graph/model.ts';
import type { Architecture } from '../architecture.ts';
import { emitter, whole, wholes, type Source } from './emit.ts';
import type { Network } from './network.ts';

/**
 * The graph that makes keys and values of the text, once a window: from `states` [rows, text, textDim] and `mask`
 * [rows, text, 1], both float32, to `text.I.key` and `text.I.value` [rows, heads, text, headDim].
 */
export function textGraph(
  sources: readonly Source[],
  { projection, layers }: Network,
  { heads, headDim, textDim }: Architecture,
  type: number,
): Graph {
  const e = emitter(sources);
  const asRun = (name: string): string =>
    type === ELEMENT.float32 ? name : e.add('Cast', [name], { to: whole(type) });
  let states = asRun(e.input('states', ELEMENT.float32, ['rows', 'text', textDim]));
  const mask = asRun(e.input('mask', ELEMENT.float32, ['rows', 'text', 1]));
  if (projection) states = e.add('Add', [e.linear(projection.linear, states), e.constant(projection.bias)]);
  states = e.add('Mul', [states, mask]);

  const apart = e.constant({
    name: '',
    type: ELEMENT.int64,
    shape: [4],
    data: new Uint8Array(BigInt64Array.of(0n, 0n, BigInt(heads), BigInt(headDim)).buffer),
  });
  layers.forEach(({ cross }, i) => {
    for (const name of ['key', 'value'] as const) {
      const split = e.add('Reshape', [e.linear(cross[name], states), apart]);
      const output = e.output(`text.${i}.${name}`, type, ['rows', heads, 'text', headDim]);
      e.add('Transpose', [split], { perm: wholes(0, 2, 1, 3) }, [output]);
    }
  });
  return e.finish();
}
