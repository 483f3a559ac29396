import type { Brief } from '../../../core/brief.ts';
import { AttuneError } from '../../../core/errors.ts';
import { variationSeed, type Params } from '../../../core/params.ts';
import { FRAME_RATE, SAMPLE_RATE, truncateTokens, type Tokens } from '../../../core/tokens.ts';
import type { EngineUpdate } from '../../engine.ts';
import { checkpoint } from './checkpoint.ts';
import { windowConditions } from './conditions.ts';
import { beginWalks, decodeWindow, type Choose, type WindowOrder } from './decode-window.ts';
import { growTokens, type Growing } from './growing.ts';
import type { LoadedModel } from './loaded-model.ts';
import { chanceAt } from './random.ts';
import { createRendering, type Rendering } from './rendering.ts';
import { createSampler } from './sampling.ts';
import { createWatch, type Watch } from './watch.ts';
import { planWindows, type Window } from './windows.ts';

/** Frames between two snapshots of the tokens: one second. */
const SNAPSHOT = FRAME_RATE;
/** Frames between two reports of progress: often enough for a bar that moves. */
const REPORT = 10;

/** One variation of the batch. */
interface Variation {
  tokens: Growing;
  rendering: Rendering;
  watch: Watch;
}

/**
 * Makes `params.variations` takes in one batch and sounds them while it makes them.
 * @param start what is there already, one for each variation; it is sounded again, and gone on from.
 * @throws AttuneError `cancelled` before the next step once `signal` aborts; `device_failed`; `bad_options` where what is
 * there is longer of one variation than of another, `engine_failed` where another kind of model made it.
 */
export async function* generate(
  model: LoadedModel,
  brief: Brief,
  params: Params,
  signal?: AbortSignal,
  start: readonly Tokens[] = [],
): AsyncGenerator<EngineUpdate, void, void> {
  // 16.1 seconds are 805 frames, though the product is a hair more.
  const total = Math.ceil(brief.duration * FRAME_RATE - 1e-6);
  const variations = Array.from({ length: params.variations }, (_, i) =>
    begin(model, brief, total, start[i]),
  );
  const all = () => variations.map(({ tokens }) => tokens.slice(0, tokens.frames));
  if (new Set(variations.map(({ tokens }) => tokens.frames)).size > 1) {
    throw new AttuneError('bad_options', { field: 'start', reason: 'its variations are not equally long' });
  }
  const shortest = () => Math.min(...variations.map(({ tokens }) => tokens.frames));
  const progress = () =>
    ({ type: 'progress', done: shortest() / FRAME_RATE, total: total / FRAME_RATE }) as const;

  yield progress();
  yield* sounded(variations, total, signal);
  const windows = planWindows(total, shortest());
  const conditions = windowConditions(brief, windows);
  for (const [i, window] of windows.entries()) {
    const condition = await conditionOf(model, conditions[i]!, params);
    const order = orderOf(
      model,
      window,
      variations,
      condition,
      chooser(params, window, model.architecture.vocabulary),
    );
    let told = shortest();
    const walks = beginWalks(order);
    for await (const finished of decodeWindow(model.decoder, order, walks)) {
      await checkpoint(signal);
      variations.forEach(({ tokens }, v) => {
        const known = tokens.frames - window.start;
        if (finished > known) tokens.add(walks[v]!.tokens(known, finished));
      });
      const frames = shortest();
      if (frames === told || (frames % REPORT !== 0 && frames !== total)) continue;
      told = frames;
      yield progress();
      if (frames % SNAPSHOT === 0) yield { type: 'tokens', tokens: all() };
      yield* sounded(variations, total, signal);
    }
  }
  const results = all().map((tokens, i) => ({
    seed: variationSeed(params.seed, i),
    piece: null,
    tokens,
    asset: null,
  }));
  yield { type: 'finished', results };
}

function begin(model: LoadedModel, brief: Brief, total: number, start: Tokens | undefined): Variation {
  const { codebooks } = model.architecture;
  const tokens = growTokens(codebooks, total);
  if (start !== undefined) {
    if (start.codebooks !== codebooks)
      throw new AttuneError('engine_failed', { engine: 'musicgen', reason: 'another model made the start' });
    tokens.add(truncateTokens(start, total));
  }
  return {
    tokens,
    rendering: createRendering(model.codec, brief.duration),
    watch: createWatch(SAMPLE_RATE, brief.duration),
  };
}

/** Sounds all that can be told by now. */
async function* sounded(
  variations: readonly Variation[],
  total: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<EngineUpdate, void, void> {
  for (const [variation, { tokens, rendering, watch }] of variations.entries()) {
    for (;;) {
      await checkpoint(signal);
      const chunk = await rendering.next(tokens.slice(0, tokens.frames), tokens.frames === total);
      if (chunk === null) break;
      const warning = watch.add(chunk);
      if (warning !== null) yield { type: 'warning', variation, warning };
      yield { type: 'audio', variation, chunk };
    }
  }
}

function orderOf(
  model: LoadedModel,
  window: Window,
  variations: readonly Variation[],
  condition: WindowOrder['condition'],
  choose: Choose,
): WindowOrder {
  const prompts = variations.map(({ tokens }) =>
    tokens.frames > window.start ? tokens.slice(window.start, tokens.frames) : null,
  );
  return {
    codebooks: model.architecture.codebooks,
    frames: window.end - window.start,
    prompts,
    condition,
    choose,
  };
}

/** One row a variation, and without its text, or with what is to be avoided in its place, one row a variation more. */
function conditionOf(
  model: LoadedModel,
  { text, negative }: { text: string; negative: string | null },
  { variations, cfgCoef }: Params,
): Promise<WindowOrder['condition']> {
  const rows = (value: string | null) => Array.from({ length: variations }, () => value);
  return model.text.encode(cfgCoef === 1 ? rows(text) : [...rows(text), ...rows(negative)]);
}

/** Draws by where in the piece it is, so that a run that is resumed goes on as if it had never stopped. */
function chooser(params: Params, window: Window, vocabulary: number): Choose {
  const sampler = createSampler(params, vocabulary);
  return (logits, conditioned, free, { variation, frame, codebook }) => {
    const chance = chanceAt(variationSeed(params.seed, variation), window.start + frame, codebook);
    return sampler.draw(logits, conditioned, free, chance);
  };
}
