import type * as Onnx from '../../../../runtime/onnx-device.ts';
import type { Attribute, Graph, Node, Tensor } from '../../../../runtime/onnx-graph/model.ts';
import { writeModel } from '../../../../runtime/onnx-graph/write.ts';
import type { Linear } from './network.ts';

/** The operators of ONNX and of onnxruntime, in versions that all of its providers have. */
const OPSETS = [
  { domain: '', version: 17 },
  { domain: 'com.microsoft', version: 1 },
];
const IR_VERSION = Uint8Array.of(8, 8);

/** A file that constants may be views of. */
export type Source = Onnx.Graph['external'][number];

/** Constants up to this many bytes lie in the graph. */
const SMALL = 1024;

/** Collects a graph; every call that adds a node gives back the name of its result. */
export interface Emitter {
  input(name: string, type: number, shape: (number | string)[]): string;
  output(name: string, type: number, shape: (number | string)[]): string;
  constant(tensor: Tensor): string;
  /** @param outputs names of the results, where they are outputs of the graph; `''` leaves one out. */
  add(operator: string, inputs: string[], attributes?: Record<string, Attribute>, outputs?: string[]): string;
  /** An operator of onnxruntime's own. */
  own(operator: string, inputs: string[], attributes?: Record<string, Attribute>, outputs?: string[]): string;
  linear(linear: Linear, input: string): string;
  /** A name that no value has yet. */
  fresh(): string;
  finish(): Onnx.Graph;
}

/** @param sources files that constants are views of: these stay where they are, as external data. */
export function emitter(sources: readonly Source[]): Emitter {
  const graph: Graph = { name: 'attune', nodes: [], initialisers: [], inputs: [], outputs: [], rest: [] };
  const external = new Map<string, Source>();
  const known = new Map<Tensor, string>();
  let count = 0;

  const fresh = (): string => `v${count++}`;

  function constant(tensor: Tensor): string {
    const name = known.get(tensor) ?? fresh();
    if (!known.has(tensor)) graph.initialisers.push({ ...tensor, name, data: place(name, tensor.data) });
    known.set(tensor, name);
    return name;
  }

  function place(name: string, data: Tensor['data']): Tensor['data'] {
    if ('file' in data || data.length <= SMALL) return data;
    const source = sources.find((file) => file.data.buffer === data.buffer);
    const file = source ?? { path: name, data: data as Source['data'] };
    external.set(file.path, file);
    return { file: file.path, offset: data.byteOffset - file.data.byteOffset, length: data.length };
  }

  function node(
    domain: string,
    operator: string,
    inputs: string[],
    attributes: Record<string, Attribute> = {},
    outputs: string[] = [fresh()],
  ): string {
    const made: Node = { name: outputs[0]!, operator, domain, inputs, outputs, attributes, rest: [] };
    graph.nodes.push(made);
    return outputs[0]!;
  }

  const add: Emitter['add'] = (...of) => node('', ...of);
  const own: Emitter['own'] = (...of) => node('com.microsoft', ...of);

  function linear(of: Linear, input: string): string {
    if (of.form === 'float') return add('MatMul', [input, constant(of.weight)]);
    if (of.form === 'integer') {
      const zeroPoint = of.zeroPoint ? [constant(of.zeroPoint)] : [];
      return own('DynamicQuantizeMatMul', [input, constant(of.weight), constant(of.scale), ...zeroPoint]);
    }
    const zeroPoints = of.zeroPoints ? [constant(of.zeroPoints)] : [];
    return own('MatMulNBits', [input, constant(of.weight), constant(of.scales), ...zeroPoints], {
      K: whole(of.from),
      N: whole(of.to),
      bits: whole(of.bits),
      block_size: whole(of.blockSize),
      accuracy_level: whole(of.accuracy),
    });
  }

  return {
    input(name, type, shape) {
      graph.inputs.push({ name, type, shape });
      return name;
    },
    output(name, type, shape) {
      graph.outputs.push({ name, type, shape });
      return name;
    },
    constant,
    add,
    own,
    linear,
    fresh,
    finish: () => ({
      bytes: writeModel({ graph, opsets: OPSETS, rest: [IR_VERSION] }),
      external: [...external.values()],
    }),
  };
}

export function whole(value: number): Attribute {
  return { kind: 'int', value };
}

export function wholes(...value: number[]): Attribute {
  return { kind: 'ints', value };
}

export function real(value: number): Attribute {
  return { kind: 'float', value };
}
