/**
 * The pieces of a stream as they come. Not every browser that has WebGPU can iterate over a stream itself.
 * A consumer that stops early ends the stream, and with it the request it is the answer to.
 */
export async function* piecesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
