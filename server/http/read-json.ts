/** A body that is not what an endpoint takes; the status says why. */
export class UnreadableBody extends Error {
  readonly status: 400 | 413 | 415;
  /** Bytes that it may have. */
  readonly limit: number;

  constructor(status: UnreadableBody['status'], limit: number) {
    super(`the body was refused with ${status}`);
    this.status = status;
    this.limit = limit;
  }
}

/**
 * Reads a body of JSON.
 * @param most bytes that it may have.
 * @throws UnreadableBody 415 where it is not said to be JSON, 413 where it is longer, 400 where it is no JSON.
 */
export async function readJson(request: Request, most: number): Promise<unknown> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw new UnreadableBody(415, most);
  const text = await readText(request, most);
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableBody(400, most);
  }
}

async function readText({ body }: Request, most: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new UnreadableBody(413, most);
    text += decode(decoder, chunk, most);
  }
  return text + decode(decoder, null, most);
}

/** @param chunk null for the end. */
function decode(decoder: TextDecoder, chunk: Uint8Array | null, most: number): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new UnreadableBody(400, most);
  }
}
