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

/**
 * What is too long is not read to its end: but it is not cancelled either, for that would end the connection before the
 * answer is sent.
 */
async function readText({ body, headers }: Request, most: number): Promise<string> {
  if (Number(headers.get('content-length')) > most) throw new UnreadableBody(413, most);
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (let bytes = 0; ;) {
    const { value, done } = await reader.read();
    if (done) return text + decode(decoder, null, most);
    bytes += value.byteLength;
    if (bytes > most) throw new UnreadableBody(413, most);
    text += decode(decoder, value, most);
  }
}

/** @param chunk null for the end. */
function decode(decoder: TextDecoder, chunk: Uint8Array | null, most: number): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new UnreadableBody(400, most);
  }
}
