import { AgentLine, type Structure } from '../../core/wire/agents.ts';
import { Unwritten } from './unwritten.ts';

/**
 * Reads the lines of an answer as they come.
 * @param progress is told how many characters the model has written.
 * @returns the brief that they end in.
 * @throws Unwritten where they end in a failure, or in nothing.
 */
export async function readAnswer(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  progress: (characters: number) => void,
): Promise<Structure> {
  for await (const text of linesOf(body)) {
    const line = AgentLine.parse(JSON.parse(text));
    if (line.type === 'brief') return line.brief;
    if (line.type === 'failed') throw new Unwritten(line.error.code);
    progress(line.characters);
  }
  throw new Unwritten('unavailable');
}

/** Not every browser iterates over streams. */
async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string, void, void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    await reader.cancel();
  }
}
