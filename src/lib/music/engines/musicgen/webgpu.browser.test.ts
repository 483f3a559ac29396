import { afterAll, beforeAll, expect, test } from 'vitest';
import { genreBrief } from '../../../../../tests/golden/genre-briefs.ts';
import { Params } from '../../../core/params.ts';
import { browserWhere, ledger } from '../../../runtime/onnx-device-browser.ts';
import { PAD } from './delay.ts';
import { openExportedDecoder } from './exported-decoder.ts';
import { generate } from './generate.ts';
import { greedyTokens } from './greedy.ts';
import { loadModel, type LoadedModel } from './loaded-model.ts';
import { expectOriginal } from './rewrite/original.testing.ts';
import { requireAlike, trialSound } from './self-test.ts';
import { tinyFiles as files } from './tiny-files.testing.ts';

let card: LoadedModel;
let wasm: LoadedModel;

beforeAll(async () => {
  const { device, reference } = await browserWhere('webgpu');
  card = await loadModel(files, { device, reference }, () => undefined);
  wasm = await loadModel(files, { device: reference!, reference: null }, () => undefined);
});

afterAll(async () => {
  await card.close();
  await wasm.close();
});

const ORDERS = [
  { text: 'rain', negative: null, guidance: 1, frames: 20 },
  { text: 'calm piano with soft strings', negative: 'drums', guidance: 3, frames: 24 },
];

test('both devices run the rewritten graph', () => {
  expect(card.report()).toMatchObject({ provider: 'webgpu', decoder: 'rewritten', note: null });
  expect(wasm.report()).toMatchObject({ provider: 'wasm', decoder: 'rewritten', note: null });
});

test.each(ORDERS)('WebGPU gives exactly the tokens of WebAssembly: $text', async (order) => {
  expect(await greedyTokens(card, order)).toEqual(await greedyTokens(wasm, order));
});

test('the graph as it was exported gives them too', async () => {
  const [, order] = ORDERS;
  const { device } = await browserWhere('webgpu');
  const decoder = await openExportedDecoder(
    device,
    { first: await files.graph('decoder_model_merged'), cached: null },
    card.architecture,
  );
  expect(await greedyTokens({ ...card, decoder }, order!)).toEqual(await greedyTokens(wasm, order!));
  await decoder.close();
});

test('a rewritten decoder has the original’s logits and tokens', () => expectOriginal('fp32', 1e-4));

test('its sound is that of WebAssembly', async () => {
  const [found, expected] = [await trialSound(card.codec), await trialSound(wasm.codec)];
  const tokens = await greedyTokens(wasm, ORDERS[0]!);
  expect(() => requireAlike({ tokens, sound: found }, { tokens, sound: expected })).not.toThrow();
  expect(Math.max(...found.map((x, i) => Math.abs(x - expected[i]!)))).toBeLessThan(1e-3);
});

test('a step reads back its logits and nothing else', async () => {
  const condition = await card.text.encode(['rain', null]);
  const { codebooks, vocabulary } = card.architecture;
  const column = new Int32Array(2 * codebooks).fill(PAD);
  await card.decoder.begin(condition, column, 20);
  await card.decoder.step(column);
  const before = { ...ledger };
  for (let step = 0; step < 5; step++) await card.decoder.step(column);
  expect(ledger.readBacks - before.readBacks).toBe(5);
  expect(ledger.readBytes - before.readBytes).toBe(5 * 2 * codebooks * vocabulary * 4);
  expect(ledger.buffers).toBe(before.buffers);
});

test('twenty pieces in a row leave nothing behind on the graphics card', async () => {
  const held: number[][] = [];
  // Shorter than a person may ask for: what leaks, leaks with every piece.
  const brief = { ...genreBrief('ambient', 5), duration: 0.02 };
  for (let piece = 0; piece < 20; piece++) {
    for await (const update of generate(card, brief, Params.parse({ seed: piece }))) {
      if (update.type === 'finished') held.push([ledger.buffers, ledger.bytes]);
    }
  }
  expect(held).toHaveLength(20);
  expect(held.at(-1)).toEqual(held[2]);
}, 240_000);

// Last, as the card is gone then.
test('a card that is lost in the middle fails as the device, and does not hang', async () => {
  const { device } = await browserWhere('webgpu');
  const run = async () => {
    for await (const update of generate(card, genreBrief('ambient', 5), Params.parse({ seed: 1 }))) {
      if (update.type === 'progress' && update.done > 0) (await device.ort.env.webgpu.device).destroy();
    }
  };
  await expect(run()).rejects.toMatchObject({ code: 'device_failed' });
});
