import { AutoTokenizer, env, MusicgenForConditionalGeneration, type Tensor } from '@huggingface/transformers';
import { DELAY, GUIDANCE, PROMPT, type Contestant, type Order } from './contestant.ts';

interface Session {
  run(...of: unknown[]): Promise<unknown>;
}

/**
 * transformers.js's own `generate`, which is halted before every column that it reads. A step is all from there to the
 * next: the run, what is made of the logits, and the choice.
 */
export async function transformersJs({ hub, model: id, provider, steps }: Order): Promise<Contestant> {
  env.remoteHost = hub;
  env.allowLocalModels = false;
  env.useBrowserCache = false;
  // It would load onnxruntime from copies, which were loaded already.
  env.useWasmCache = false;
  const tokenizer = await AutoTokenizer.from_pretrained(id);
  const model = await MusicgenForConditionalGeneration.from_pretrained(id, {
    dtype: 'fp32',
    device: provider,
  });

  // Each side waits for the other: the decode for `go`, who drives it for `halted`.
  let go: () => void = () => undefined;
  let halted: () => void = () => undefined;
  let halt = new Promise<void>((resolve) => (halted = resolve));
  const session = (model.sessions as Record<string, Session>)['decoder_model_merged']!;
  const run = session.run.bind(session);
  session.run = async (...of) => {
    const signal = new Promise<void>((resolve) => (go = resolve));
    halted();
    await signal;
    return run(...of);
  };

  // MusicGen's own goes on to sound.
  const base = Object.getPrototypeOf(MusicgenForConditionalGeneration.prototype) as typeof model;
  const inputs = tokenizer(PROMPT) as object;
  const asked = { ...inputs, max_new_tokens: steps, do_sample: false, guidance_scale: GUIDANCE };
  const sequences = base.generate.call(model, asked as never) as Promise<Tensor>;
  await halt;
  return {
    async step() {
      halt = new Promise((resolve) => (halted = resolve));
      const begun = performance.now();
      go();
      await Promise.race([halt, sequences]);
      return performance.now() - begun;
    },
    async finish() {
      const rows = (await sequences).tolist() as bigint[][];
      await model.dispose();
      const frames = steps - DELAY;
      return rows.map((row, k) => row.slice(k + 1, k + 1 + frames).map(Number));
    },
  };
}
