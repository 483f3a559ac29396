const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** @returns the files of a zip that compresses nothing, by their names. PKWARE APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16. */
export function unzip(bytes: Buffer): Map<string, Buffer> {
  let end = bytes.length - 22;
  while (bytes.readUInt32LE(end) !== END) end--;
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== ENTRY || bytes.readUInt16LE(at + 10) !== 0) throw new Error('no such zip');
    const [length, local] = [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 42)];
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), bytes.subarray(from, from + length));
    at += 46 + name + extra + comment;
  }
  return files;
}
