/** What may go wrong on the way from a hub, so that tests can make it happen. Positions are in bytes of the file. */
export type Mishap =
  /** The connection ends when the file has been sent up to `at`, as a tunnel or a closed lid does. */
  | { kind: 'cut'; at: number }
  /** All bits of the byte at `at` are wrong. */
  | { kind: 'flip'; at: number }
  /** Another answer instead of the file: 404, 416, 429, 403 where a link has expired, 500 and so on. */
  | { kind: 'status'; status: number }
  /** The whole file with status 200, whatever was asked for. */
  | { kind: 'whole' }
  /** At most so many bytes a second. */
  | { kind: 'slow'; bytesPerSecond: number };

export interface Fault {
  /** Matched against the path in the model's folder, such as `onnx/text_encoder.onnx`. */
  file: RegExp;
  mishap: Mishap;
  /** How many answers with content it befalls; without it, every one until `faults` is emptied. */
  times?: number;
}

/** Takes those that befall the next answer for `file` out of `faults`, or one off their number. */
export function befalling(faults: Fault[], file: string): Mishap[] {
  const found = faults.filter((fault) => fault.file.test(file));
  for (const fault of found) {
    if (fault.times === undefined) continue;
    fault.times -= 1;
    if (fault.times === 0) faults.splice(faults.indexOf(fault), 1);
  }
  return found.map(({ mishap }) => mishap);
}

/** The mishap of that kind, if it is among them. */
export function find<K extends Mishap['kind']>(
  mishaps: readonly Mishap[],
  kind: K,
): Extract<Mishap, { kind: K }> | undefined {
  return mishaps.find((mishap): mishap is Extract<Mishap, { kind: K }> => mishap.kind === kind);
}
