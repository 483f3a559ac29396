/**
 * The protocol buffers wire format, read and written without copying: what is read are views into the bytes of the
 * file, and what is written is a list of pieces that share memory with whatever they were made of.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */

/** One field as it lies in a message: `bytes` is its value alone, `whole` its tag too. */
export interface Field {
  number: number;
  wireType: number;
  bytes: Uint8Array;
  whole: Uint8Array;
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
export const FIXED_32 = 5;

/** Why a file could not be read. */
export class NotOnnx extends Error {
  override name = 'NotOnnx';
}

/**
 * Splits a message into its fields.
 * @throws NotOnnx where it ends too early or holds a wire type that protocol buffers do not have.
 */
export function* fields(message: Uint8Array): Generator<Field> {
  for (let at = 0; at < message.length;) {
    const [tag, begin] = varintAt(message, at);
    const wireType = tag % 8;
    const [from, to] = extent(message, begin, wireType);
    if (to > message.length) throw new NotOnnx('a field ends after its message');
    yield {
      number: Math.floor(tag / 8),
      wireType,
      bytes: message.subarray(from, to),
      whole: message.subarray(at, to),
    };
    at = to;
  }
}

/** Where a field's value begins and ends, its length prefix left out. */
function extent(message: Uint8Array, begin: number, wireType: number): [number, number] {
  if (wireType === VARINT) return [begin, varintAt(message, begin)[1]];
  if (wireType === FIXED_64) return [begin, begin + 8];
  if (wireType === FIXED_32) return [begin, begin + 4];
  if (wireType !== LENGTH_DELIMITED) throw new NotOnnx(`wire type ${wireType}`);
  const [length, from] = varintAt(message, begin);
  return [from, from + length];
}

/** @returns the number at `at`, exact below 2^53, and where it ends */
function varintAt(message: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let scale = 1, i = at; i < message.length && i < at + 10; i++, scale *= 128) {
    value += (message[i]! & 127) * scale;
    if (message[i]! < 128) return [value, i + 1];
  }
  throw new NotOnnx('a number does not end');
}

/** A varint's value as a signed 64-bit integer. */
export function signed(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const [i, byte] of bytes.entries()) value |= BigInt(byte & 127) << BigInt(7 * i);
  return BigInt.asIntN(64, value);
}

/** A varint's value as a number. @throws NotOnnx where it is not exact: nothing that is read here is so large */
export function integer(bytes: Uint8Array): number {
  const value = Number(signed(bytes));
  if (!Number.isSafeInteger(value)) throw new NotOnnx('an integer is beyond 2^53');
  return value;
}

/** Every varint of a repeated integer field, packed or not. */
export function* varints({ wireType, bytes }: Field): Generator<Uint8Array> {
  if (wireType === VARINT) return yield bytes;
  for (let at = 0; at < bytes.length;) {
    const end = varintAt(bytes, at)[1];
    yield bytes.subarray(at, end);
    at = end;
  }
}

/** Every number of a repeated integer field. @throws NotOnnx where one is not exact */
export function integers(field: Field): number[] {
  return Array.from(varints(field), integer);
}

export function float32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

export function text(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Bytes still to be put together. */
export type Pieces = Uint8Array[];

export function putInteger(field: number, value: number | bigint): Pieces {
  return [Uint8Array.from([...varint(BigInt(field * 8 + VARINT)), ...varint(BigInt(value))])];
}

export function putFloat(field: number, value: number): Pieces {
  const data = new DataView(new ArrayBuffer(4));
  data.setFloat32(0, value, true);
  return [Uint8Array.from(varint(BigInt(field * 8 + FIXED_32))), new Uint8Array(data.buffer)];
}

export function putText(field: number, value: string): Pieces {
  return putBytes(field, [new TextEncoder().encode(value)]);
}

/** A field of bytes, or of a message that is put together of `pieces`. */
export function putBytes(field: number, pieces: Pieces): Pieces {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return [
    Uint8Array.from([...varint(BigInt(field * 8 + LENGTH_DELIMITED)), ...varint(BigInt(length))]),
    ...pieces,
  ];
}

function varint(value: bigint): number[] {
  const groups: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 128n; rest >>= 7n) groups.push(Number(rest & 127n) | 128);
  return [...groups, Number(rest)];
}

/** Puts the pieces together: the one place where they are copied. */
export function join(pieces: Pieces): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
