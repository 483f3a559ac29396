/**
 * The part of the protocol buffers wire format that ONNX needs. A message is the concatenation of its fields, so every
 * function gives the bytes of one field, and nesting is by composition.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export type Bytes = Uint8Array<ArrayBuffer>;

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** @returns the parts, one after the other. */
export function concat(parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A base-128 number, least significant group first. `value` is an integer in (-2^53, 2^53). */
function varint(value: number): number[] {
  // A negative number is written as its 64-bit two's complement, which is beyond what a double holds.
  if (value < 0) return bigVarint(BigInt.asUintN(64, BigInt(value)));
  const groups: number[] = [];
  let rest = value;
  while (rest >= 128) {
    groups.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...groups, rest];
}

function bigVarint(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value % 128n) | 128, ...bigVarint(value / 128n)];
}

function tag(field: number, wireType: number): number[] {
  return varint(field * 8 + wireType);
}

/** An integer field (int32, int64, enum) with a value in (-2^53, 2^53). */
export function int(field: number, value: number): Bytes {
  return Uint8Array.from([...tag(field, VARINT), ...varint(value)]);
}

/** A `float` field. */
export function float(field: number, value: number): Bytes {
  const data = new DataView(new ArrayBuffer(4));
  data.setFloat32(0, value, true);
  return concat([Uint8Array.from(tag(field, FIXED_32)), new Uint8Array(data.buffer)]);
}

/** What stands before the `length` bytes of a `bytes` field or of a message, so that large ones need not be copied. */
export function header(field: number, length: number): Bytes {
  return Uint8Array.from([...tag(field, LENGTH_DELIMITED), ...varint(length)]);
}

/** A `bytes` field. */
export function bytes(field: number, value: Uint8Array): Bytes {
  return concat([header(field, value.length), value]);
}

/** A `string` field. */
export function text(field: number, value: string): Bytes {
  return bytes(field, new TextEncoder().encode(value));
}

/** A field that holds a message of the given fields. */
export function message(field: number, ...fields: readonly Uint8Array[]): Bytes {
  return bytes(field, concat(fields));
}
