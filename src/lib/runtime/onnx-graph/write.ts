import type { Attribute, Graph, Model, Node, Tensor, ValueInfo } from './model.ts';
import { join, putBytes, putFloat, putInteger, putText, type Pieces } from './wire.ts';

/** Writes an ONNX model. Every constant that is not external is copied once. */
export function writeModel({ graph, opsets, rest }: Model): Uint8Array<ArrayBuffer> {
  const imports = opsets.flatMap(({ domain, version }) =>
    putBytes(8, [...putText(1, domain), ...putInteger(2, version)]),
  );
  return join([...rest, ...putBytes(7, putGraph(graph)), ...imports]);
}

function putGraph({ name, nodes, initialisers, inputs, outputs, rest }: Graph): Pieces {
  return [
    ...nodes.flatMap((node) => putBytes(1, putNode(node))),
    ...putText(2, name),
    ...initialisers.flatMap((tensor) => putBytes(5, putTensor(tensor))),
    ...inputs.flatMap((info) => putBytes(11, putValueInfo(info))),
    ...outputs.flatMap((info) => putBytes(12, putValueInfo(info))),
    ...rest,
  ];
}

function putNode({ name, operator, domain, inputs, outputs, attributes, rest }: Node): Pieces {
  return [
    ...inputs.flatMap((input) => putText(1, input)),
    ...outputs.flatMap((output) => putText(2, output)),
    ...putText(3, name),
    ...putText(4, operator),
    ...putText(7, domain),
    ...Object.entries(attributes).flatMap(([key, value]) => putBytes(5, putAttribute(key, value))),
    ...rest,
  ];
}

function putAttribute(name: string, attribute: Attribute): Pieces {
  if (attribute.kind === 'other') return [attribute.value];
  const [type, value] = typed(attribute);
  return [...putText(1, name), ...value, ...putInteger(20, type)];
}

/** AttributeProto.AttributeType and the field of that type. */
function typed(attribute: Exclude<Attribute, { kind: 'other' }>): [number, Pieces] {
  switch (attribute.kind) {
    case 'float':
      return [1, putFloat(2, attribute.value)];
    case 'int':
      return [2, putInteger(3, attribute.value)];
    case 'string':
      return [3, putText(4, attribute.value)];
    case 'tensor':
      return [4, putBytes(5, putTensor(attribute.value))];
    case 'graph':
      return [5, putBytes(6, putGraph(attribute.value))];
    case 'floats':
      return [6, attribute.value.flatMap((value) => putFloat(7, value))];
    case 'ints':
      return [7, attribute.value.flatMap((value) => putInteger(8, value))];
  }
}

function putTensor({ name, type, shape, data }: Tensor): Pieces {
  return [
    ...shape.flatMap((size) => putInteger(1, size)),
    ...putInteger(2, type),
    ...putText(8, name),
    ...('file' in data ? putExternal(data.file, data.offset, data.length) : putBytes(9, [data])),
  ];
}

function putExternal(file: string, offset: number, length: number): Pieces {
  const entry = (key: string, value: string): Pieces =>
    putBytes(13, [...putText(1, key), ...putText(2, value)]);
  const EXTERNAL = 1;
  return [
    ...entry('location', file),
    ...entry('offset', String(offset)),
    ...entry('length', String(length)),
    ...putInteger(14, EXTERNAL),
  ];
}

function putValueInfo({ name, type, shape }: ValueInfo): Pieces {
  const dimensions = shape.flatMap((size) => {
    if (size === '') return putBytes(1, []);
    return putBytes(1, typeof size === 'number' ? putInteger(1, size) : putText(2, size));
  });
  const tensor = [...putInteger(1, type), ...putBytes(2, dimensions)];
  return [...putText(1, name), ...putBytes(2, putBytes(1, tensor))];
}
