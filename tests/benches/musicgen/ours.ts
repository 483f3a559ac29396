import { graphPath } from '../../../models/hub-models.ts';
import {
  beginWalks,
  decodeWindow,
  type WindowOrder,
} from '../../../src/lib/music/engines/musicgen/decode-window.ts';
import { loadModel } from '../../../src/lib/music/engines/musicgen/loaded-model.ts';
import { createSampler, GREEDY } from '../../../src/lib/music/engines/musicgen/sampling.ts';
import { browserWhere } from '../../../src/lib/runtime/onnx-device-browser.ts';
import { DELAY, GUIDANCE, PROMPT, type Contestant, type Order } from './contestant.ts';

/** Our own decoder, opened as the engine opens it. @throws Error where the graph is not rewritten */
export async function ours({ hub, model, provider, steps }: Order): Promise<Contestant> {
  const file = async (path: string): Promise<Response> => {
    const response = await fetch(`${hub}/${model}/resolve/main/${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response;
  };
  const files = {
    model,
    dtype: 'fp32',
    has: (role: Parameters<typeof graphPath>[0]) => role === 'decoder_model_merged',
    text: async (path: string) => (await file(path)).text(),
    graph: async (role: Parameters<typeof graphPath>[0]) => ({
      bytes: new Uint8Array(await (await file(graphPath(role, 'fp32'))).arrayBuffer()),
      external: [],
    }),
  };
  const { device } = await browserWhere(provider);
  const loaded = await loadModel(files, { device, reference: null }, () => undefined);
  const { decoder: kind, note } = loaded.report();
  if (kind !== 'rewritten') throw new Error(`the graph runs as it was exported: ${note}`);

  const { codebooks, vocabulary } = loaded.architecture;
  const sampler = createSampler({ ...GREEDY, cfgCoef: GUIDANCE }, vocabulary);
  const order: WindowOrder = {
    codebooks,
    frames: steps - DELAY,
    prompts: [null],
    condition: await loaded.text.encode([PROMPT, null]),
    choose: (logits, conditioned, free) => sampler.draw(logits, conditioned, free, 0),
  };
  const walks = beginWalks(order);
  const decode = decodeWindow(loaded.decoder, order, walks);
  return {
    async step() {
      const begun = performance.now();
      await decode.next();
      return performance.now() - begun;
    },
    async finish() {
      await decode.return();
      const { codes, frames } = walks[0]!.tokens(0, walks[0]!.finished);
      await loaded.close();
      return Array.from({ length: codebooks }, (_, k) => [...codes.subarray(k * frames, (k + 1) * frames)]);
    },
  };
}
