/** A body that is not what an endpoint takes; the status says why. */
export class UnreadableBody extends Error {
  readonly status: 400 | 413 | 415;

  constructor(status: UnreadableBody['status']) {
    super(`the body was refused with ${status}`);
    this.status = status;
  }
}

/**
 * Reads a body of JSON.
 * @param most bytes that it may have.
 * @throws UnreadableBody 415 where it is not said to be JSON, 413 where it is longer, 400 where it is no JSON.
 */
export async function readJson(request: Request, most: number): Promise<unknown> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw new UnreadableBody(415);
  const text = await readText(request, most);
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableBody(400);
  }
}

async function readText({ body }: Request, most: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new UnreadableBody(413);
    text += decode(decoder, chunk, true);
  }
  return text + decode(decoder, new Uint8Array(), false);
}

function decode(decoder: TextDecoder, chunk: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(chunk, { stream });
  } catch {
    throw new UnreadableBody(400);
  }
}
