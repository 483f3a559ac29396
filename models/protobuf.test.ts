import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes, float, int, message, text } from './protobuf.ts';

/** Reads the fields of one message, to the wire format's definition. */
function fields(data: Uint8Array): [number, number | Uint8Array][] {
  const found: [number, number | Uint8Array][] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = data[at++]!;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < data.length) {
    const tag = varint();
    const wireType = tag % 8;
    const length = wireType === 2 ? varint() : 4;
    const value = wireType === 0 ? varint() : data.slice(at, (at += length));
    found.push([Math.floor(tag / 8), value]);
  }
  return found;
}

const field = fc.integer({ min: 1, max: 536_870_911 });

test('every integer comes back', () => {
  fc.assert(
    fc.property(field, fc.maxSafeNat(), (number, value) => {
      expect(fields(int(number, value))).toEqual([[number, value]]);
    }),
  );
});

test("a negative integer is its 64-bit two's complement", () => {
  expect([...int(1, -1)]).toEqual([8, ...Array(9).fill(255), 1]);
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 53) + 1, max: -1 }), (value) => {
      const [, ...groups] = int(1, value);
      const bits = groups.reduce((sum, group, i) => sum | (BigInt(group % 128) << BigInt(7 * i)), 0n);
      expect(BigInt.asIntN(64, bits)).toBe(BigInt(value));
    }),
  );
});

test('bytes, text and floats come back, nested', () => {
  fc.assert(
    fc.property(field, fc.uint8Array(), fc.string(), fc.float({ noNaN: true }), (number, data, words, x) => {
      const [[outer, contents]] = fields(message(number, bytes(1, data), text(2, words), float(3, x))) as [
        [number, Uint8Array],
      ];
      const inner = fields(contents) as [number, Uint8Array][];
      expect(outer).toBe(number);
      expect(inner.map(([n]) => n)).toEqual([1, 2, 3]);
      expect(inner[0]![1]).toEqual(data);
      expect(new TextDecoder().decode(inner[1]![1])).toBe(words);
      expect(new DataView(inner[2]![1].buffer).getFloat32(0, true)).toBe(x);
    }),
  );
});
