import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtMusicgen } from '../../../../../models/musicgen/built.ts';
import { TINY } from '../../../../../models/musicgen/size.ts';
import { openReference, type Reference } from '../../../../../tests/fixtures/musicgen-reference.ts';
import { greedyTokens } from './greedy.ts';
import { builtFiles, builtModel, wasm } from './built.testing.ts';
import { openExportedDecoder } from './exported-decoder.ts';
import { loadModel, type LoadedModel } from './loaded-model.ts';

let ours: LoadedModel;
let theirs: Reference;

beforeAll(async () => {
  theirs = await openReference(await builtMusicgen(TINY));
  ours = await builtModel(TINY);
});

afterAll(async () => {
  await ours.close();
  await theirs.close();
});

test('it is the rewritten graph that is compared', () => {
  expect(ours.report()).toMatchObject({ provider: 'wasm', decoder: 'rewritten', note: null });
});

const PROMPTS = [
  'rain',
  'calm piano with soft strings',
  'Tender, slow ambient music for a sad evening, with a warm pad, a felt piano and low strings, gentle and sparse',
];

test.each(PROMPTS.flatMap((prompt) => [1, 3].map((guidance) => ({ prompt, guidance }))))(
  'greedy tokens are exactly those of transformers.js: guidance $guidance, "$prompt"',
  async ({ prompt, guidance }) => {
    const expected = await theirs.tokens(prompt, 60, { guidance });
    const { codes } = await greedyTokens(ours, { text: prompt, negative: null, guidance, frames: 60 });
    expect([...codes]).toEqual(expected.flat());
    expect(new Set(codes).size).toBeGreaterThan(10);
  },
);

test.each(['drums', 'loud harsh noise with distorted guitars'])(
  'with what is to be avoided, "%s", too',
  async (negative) => {
    const [prompt] = PROMPTS;
    const expected = await theirs.tokens(prompt!, 40, { guidance: 3, negative });
    const { codes } = await greedyTokens(ours, { text: prompt!, negative, guidance: 3, frames: 40 });
    expect([...codes]).toEqual(expected.flat());
    const without = await greedyTokens(ours, { text: prompt!, negative: null, guidance: 3, frames: 40 });
    expect(codes).not.toEqual(without.codes);
  },
);

test('the one-piece decode is that of transformers.js to 1e-4', async () => {
  const expected = await theirs.tokens(PROMPTS[1]!, 60, { guidance: 3 });
  const sound = await theirs.decode(expected);
  const decoded = await ours.codec.decode(Uint16Array.from(expected.flat()), 60);
  expect(decoded.length).toBe(sound.length);
  expect(Math.max(...decoded.map((x, i) => Math.abs(x - sound[i]!)))).toBeLessThan(1e-4);
});

test('an export whose decoder lies in two files gives the same tokens, rewritten and as it is', async () => {
  const files = await builtFiles(TINY, false);
  const split = await loadModel(files, { device: wasm, reference: wasm }, () => undefined);
  expect(split.report()).toMatchObject({ decoder: 'rewritten', note: null });
  const order = { text: PROMPTS[1]!, negative: null, guidance: 3, frames: 40 };
  const expected = await greedyTokens(ours, order);
  expect(await greedyTokens(split, order)).toEqual(expected);
  const graphs = {
    first: await files.graph('decoder_model'),
    cached: await files.graph('decoder_with_past_model'),
  };
  const decoder = await openExportedDecoder(wasm, graphs, split.architecture);
  expect(await greedyTokens({ ...split, decoder }, order)).toEqual(expected);
  await decoder.close();
  await split.close();
});
