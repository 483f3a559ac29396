import {
  ELEMENT,
  type Attribute,
  type Graph,
  type Model,
  type Node,
  type Tensor,
  type ValueInfo,
} from './model.ts';
import {
  FIXED_32,
  fields,
  float32,
  integer,
  integers,
  NotOnnx,
  signed,
  text,
  varints,
  type Field,
} from './wire.ts';

/**
 * Reads an ONNX model. Constants are views into `bytes`, whose memory stays in use as long as they are.
 * @throws NotOnnx where it is none.
 */
export function parseModel(bytes: Uint8Array): Model {
  const model: Omit<Model, 'graph'> = { opsets: [], rest: [] };
  let graph: Graph | undefined;
  for (const field of fields(bytes)) {
    if (field.number === 7) graph = parseGraph(field.bytes);
    else if (field.number === 8) model.opsets.push(parseOpset(field.bytes));
    else model.rest.push(field.whole);
  }
  if (!graph) throw new NotOnnx('there is no graph in it');
  return { graph, ...model };
}

function parseOpset(bytes: Uint8Array): { domain: string; version: number } {
  const opset = { domain: '', version: 0 };
  for (const field of fields(bytes)) {
    if (field.number === 1) opset.domain = text(field.bytes);
    if (field.number === 2) opset.version = integer(field.bytes);
  }
  return opset;
}

function parseGraph(bytes: Uint8Array): Graph {
  const graph: Graph = { name: '', nodes: [], initialisers: [], inputs: [], outputs: [], rest: [] };
  for (const field of fields(bytes)) {
    if (field.number === 1) graph.nodes.push(parseNode(field.bytes));
    else if (field.number === 2) graph.name = text(field.bytes);
    else if (field.number === 5) graph.initialisers.push(parseTensor(field.bytes));
    else if (field.number === 11) graph.inputs.push(parseValueInfo(field.bytes));
    else if (field.number === 12) graph.outputs.push(parseValueInfo(field.bytes));
    else graph.rest.push(field.whole);
  }
  return graph;
}

function parseNode(bytes: Uint8Array): Node {
  const node: Node = {
    name: '',
    operator: '',
    domain: '',
    inputs: [],
    outputs: [],
    attributes: {},
    rest: [],
  };
  for (const field of fields(bytes)) {
    if (field.number === 1) node.inputs.push(text(field.bytes));
    else if (field.number === 2) node.outputs.push(text(field.bytes));
    else if (field.number === 3) node.name = text(field.bytes);
    else if (field.number === 4) node.operator = text(field.bytes);
    else if (field.number === 5) Object.assign(node.attributes, parseAttribute(field.bytes));
    else if (field.number === 7) node.domain = text(field.bytes);
    else node.rest.push(field.whole);
  }
  return node;
}

function parseAttribute(bytes: Uint8Array): Record<string, Attribute> {
  const all = [...fields(bytes)];
  const name = all.find((field) => field.number === 1);
  if (!name) throw new NotOnnx('an attribute has no name');
  return { [text(name.bytes)]: valueOf(all, bytes) };
}

/** AttributeProto.type decides, as an empty list and a zero look alike on the wire. */
function valueOf(all: readonly Field[], whole: Uint8Array): Attribute {
  const of = (number: number): Field[] => all.filter((field) => field.number === number);
  const type = of(20)[0];
  const one = (number: number): Uint8Array | undefined => of(number)[0]?.bytes;
  switch (type ? integer(type.bytes) : 0) {
    case 1:
      return { kind: 'float', value: one(2) ? float32(one(2)!) : 0 };
    case 2:
      return { kind: 'int', value: one(3) ? integer(one(3)!) : 0 };
    case 3:
      return { kind: 'string', value: text(one(4) ?? new Uint8Array()) };
    case 4:
      return { kind: 'tensor', value: parseTensor(one(5) ?? new Uint8Array()) };
    case 5:
      return { kind: 'graph', value: parseGraph(one(6) ?? new Uint8Array()) };
    case 6:
      return { kind: 'floats', value: of(7).flatMap(floats) };
    case 7:
      return { kind: 'ints', value: of(8).flatMap(integers) };
    default:
      return { kind: 'other', value: whole };
  }
}

function floats({ wireType, bytes }: Field): number[] {
  if (wireType === FIXED_32) return [float32(bytes)];
  return Array.from({ length: bytes.length / 4 }, (_, i) => float32(bytes.subarray(4 * i)));
}

function parseTensor(bytes: Uint8Array): Tensor {
  const tensor: Tensor = { name: '', type: 0, shape: [], data: new Uint8Array() };
  const typed: Field[] = [];
  let external: Uint8Array[] | undefined;
  for (const field of fields(bytes)) {
    if (field.number === 1) tensor.shape.push(...integers(field));
    else if (field.number === 2) tensor.type = integer(field.bytes);
    else if (field.number === 8) tensor.name = text(field.bytes);
    else if (field.number === 9) tensor.data = field.bytes;
    else if (field.number === 13) (external ??= []).push(field.bytes);
    else if (field.number >= 4 && field.number <= 7) typed.push(field);
  }
  if (external) tensor.data = parseExternal(external);
  else if (typed.length > 0) tensor.data = rawOf(typed, tensor.type);
  return tensor;
}

function parseExternal(entries: readonly Uint8Array[]): { file: string; offset: number; length: number } {
  const found = new Map<string, string>();
  for (const entry of entries) {
    const [key, value] = [1, 2].map((number) => [...fields(entry)].find((field) => field.number === number));
    found.set(text(key?.bytes ?? new Uint8Array()), text(value?.bytes ?? new Uint8Array()));
  }
  return {
    file: found.get('location') ?? '',
    offset: Number(found.get('offset') ?? 0),
    length: Number(found.get('length') ?? NaN),
  };
}

/** Elements that lie in `float_data`, `int32_data` or `int64_data` as they would in `raw_data`. */
function rawOf(typed: readonly Field[], type: number): Uint8Array {
  if (type === ELEMENT.float32) return new Uint8Array(Float32Array.from(typed.flatMap(floats)).buffer);
  if (type === ELEMENT.int64) {
    // Slices that end at the end end at the largest number there is.
    const values = typed.flatMap((field) => Array.from(varints(field), signed));
    return new Uint8Array(BigInt64Array.from(values).buffer);
  }
  const values = typed.flatMap(integers);
  switch (type) {
    case ELEMENT.int32:
      return new Uint8Array(Int32Array.from(values).buffer);
    case ELEMENT.float16:
      return new Uint8Array(Uint16Array.from(values).buffer);
    case ELEMENT.uint8:
    case ELEMENT.int8:
    case ELEMENT.bool:
      return Uint8Array.from(values);
    default:
      throw new NotOnnx(`constants of element type ${type} are not read from typed fields`);
  }
}

function parseValueInfo(bytes: Uint8Array): ValueInfo {
  const info: ValueInfo = { name: '', type: 0, shape: [] };
  for (const field of fields(bytes)) {
    if (field.number === 1) info.name = text(field.bytes);
    if (field.number === 2) Object.assign(info, parseTensorType(field.bytes));
  }
  return info;
}

/** TypeProto, of which only tensors are met as inputs and outputs of a model. */
function parseTensorType(bytes: Uint8Array): Pick<ValueInfo, 'type' | 'shape'> {
  const found: Pick<ValueInfo, 'type' | 'shape'> = { type: 0, shape: [] };
  const tensor = [...fields(bytes)].find((field) => field.number === 1);
  if (!tensor) throw new NotOnnx('an input or output is no tensor');
  for (const field of fields(tensor.bytes)) {
    if (field.number === 1) found.type = integer(field.bytes);
    if (field.number === 2) found.shape = [...fields(field.bytes)].map(({ bytes }) => parseDimension(bytes));
  }
  return found;
}

function parseDimension(bytes: Uint8Array): number | string {
  for (const field of fields(bytes)) {
    if (field.number === 1) return integer(field.bytes);
    if (field.number === 2) return text(field.bytes);
  }
  return '';
}
