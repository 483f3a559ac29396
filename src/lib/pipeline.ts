/**
 * The whole flow on one screen.
 *
 * `read` looks at a picture, `write` turns an emotion (or a prompt) into a brief, `make` turns a brief into a take. The
 * page runs them one by one, because a person answers in between; `run` runs them in a row. Each is a stream of updates,
 * pulled: whoever stops pulling stops the work.
 */
import type { Asset } from './core/asset.ts';
import { concat, type Audio, type AudioChunk } from './core/audio.ts';
import type { Brief } from './core/brief.ts';
import type { Affect, Emotion, Intent } from './core/emotion.ts';
import { AttuneError } from './core/errors.ts';
import type { EngineName, Params } from './core/params.ts';
import type { Preferences } from './core/preferences.ts';
import type { Look } from './core/reading.ts';
import { packTokens, unpackTokens, type Tokens } from './core/tokens.ts';
import { listen } from './listen.ts';
import type { EngineUpdate, Result } from './music/engine.ts';
import type { Options } from './options.ts';
import type { Stages } from './stages.ts';
import { inStage, reported, whileLoading, whileWorking, type Steps } from './steps.ts';
import type { Made, Stage, Update } from './update.ts';
import type { AgentListener, Agents, FallBack } from './workflow/agents.ts';
import { fromPrompt } from './workflow/from-prompt.ts';

/** What a brief is written from. */
export interface Wish {
  /** An emotion, or a prompt that is the user's own from beginning to end. */
  from: { emotion: Emotion; affect: Affect | null } | { prompt: string };
  intent: Intent;
  /** The user's own words about the music; empty for none. */
  words: string;
  preferences: Preferences;
  /** Seconds. */
  duration: number;
  seed: number;
}

/** What a take is made from. */
export interface Order {
  brief: Brief;
  params: Params;
  engine: EngineName;
  /** What there is already of each variation, or a recording for all of them: the music goes on after it. */
  start?: readonly Tokens[] | Blob;
  /** Of the cloud: the id under which the piece is made there, and found again. */
  run?: string;
  /** Of the cloud: its sound, where it was made already. */
  asset?: Asset;
}

type Updates = AsyncGenerator<Update, void, void>;

/** Reads the faces in a picture. The last `look` is the result. */
export function read(media: Blob, stages: Stages, signal?: AbortSignal): Updates {
  return reported(inStage('read', look(media, stages, signal)));
}

/** Writes a brief. Each stage gives a `brief`; the last is the result. */
export function write(wish: Wish, stages: Stages, signal?: AbortSignal): Updates {
  return reported(writing(wish, stages, signal));
}

/** Makes a take: `audio` as it comes, not yet mastered, then `made`. */
export function make(order: Order, stages: Stages, signal?: AbortSignal): Updates {
  return reported(making(order, stages, signal));
}

/** Runs the whole flow. A given emotion skips reading; a given prompt skips reading and drafting. */
export function run(options: Options, stages: Stages, signal?: AbortSignal): Updates {
  return reported(running(options, stages, signal));
}

async function* running(options: Options, stages: Stages, signal?: AbortSignal): Steps<Made[]> {
  const { intent, words, preferences, params, engine, recording } = options;
  const from = yield* origin(options, stages, signal);
  const { duration, seed } = params;
  const brief = yield* writing({ from, intent, words, preferences, duration, seed }, stages, signal);
  const start = recording ?? options.start?.map(unpackTokens);
  return yield* making({ brief, params, engine, ...(start && { start }) }, stages, signal);
}

async function* origin(options: Options, stages: Stages, signal?: AbortSignal): Steps<Wish['from']> {
  if (options.prompt !== undefined) return { prompt: options.prompt };
  if (options.emotion !== undefined) return { emotion: options.emotion, affect: null };
  if (options.media === undefined) return { prompt: options.words };
  return yield* inStage('read', mood(options.media, stages, signal));
}

async function* mood(media: Blob, stages: Stages, signal?: AbortSignal): Steps<Wish['from']> {
  const [first] = (yield* look(media, stages, signal)).readings;
  if (first === undefined) throw new AttuneError('no_face');
  if (first.emotion === null) throw new AttuneError('unsure', { why: first.unsure ?? '' });
  return { emotion: first.emotion, affect: first.affect };
}

async function* look(media: Blob, { reader }: Stages, signal?: AbortSignal): Steps<Look> {
  yield* whileLoading('read', (progress) => reader.load(progress), signal);
  yield { type: 'progress', stage: 'read', fraction: 0 };
  const seen = await reader.read(media, signal);
  yield { type: 'look', look: seen };
  return seen;
}

async function* writing(wish: Wish, { agents }: Stages, signal?: AbortSignal): Steps<Brief> {
  const { words, preferences } = wish;
  let brief = yield* written('draft', (listener) => draft(wish, agents, signal, listener), signal);
  if (words !== '') {
    brief = yield* written('merge', (listener) => agents.merge(brief, words, signal, listener), signal);
  }
  const personalise: Writer = (listener) => agents.personalise(brief, preferences, signal, listener);
  return yield* written('personalise', personalise, signal);
}

async function draft(
  wish: Wish,
  agents: Agents,
  signal: AbortSignal | undefined,
  listener: AgentListener,
): Promise<Brief> {
  const { from, intent, duration, seed } = wish;
  if ('prompt' in from) return fromPrompt(from.prompt, { intent, duration, seed });
  return agents.draft({ ...from, intent, duration, seed }, signal, listener);
}

type Writer = (listener: AgentListener) => Promise<Brief>;

function written(stage: Stage, agent: Writer, signal?: AbortSignal): Steps<Brief> {
  const steps = async function* (): Steps<Brief> {
    let fallBack: FallBack | null = null;
    const fellBack = (why: FallBack): void => void (fallBack = why);
    const brief = yield* whileWorking(stage, (progress) => agent({ progress, fellBack }), signal);
    yield { type: 'brief', stage, brief, fallBack };
    return brief;
  };
  return inStage(stage, steps());
}

async function* making(order: Order, stages: Stages, signal?: AbortSignal): Steps<Made[]> {
  // The user's words may have asked for another length than the options; the brief knows.
  const params = { ...order.params, duration: order.brief.duration };
  const settled = { ...order, params };
  const start = yield* begun(settled, stages, signal);
  const all = yield* inStage('generate', generated(settled, start, stages, signal));
  return yield* inStage('finish', finished(settled, all, stages, signal));
}

/** A recording is listened to before anything is made, unless the cloud does that. */
async function* begun({ start, brief, params, engine }: Order, stages: Stages, signal?: AbortSignal) {
  if (!(start instanceof Blob)) return start;
  if (engine === 'cloud') return undefined;
  const tokens = yield* inStage('listen', listen(start, brief.duration, params.model, stages, signal));
  return Array.from({ length: params.variations }, () => tokens);
}

/** One variation as the engine gave it. */
interface Generated extends Result {
  raw: Audio;
}

async function* generated(
  order: Order,
  start: readonly Tokens[] | undefined,
  { engines }: Stages,
  signal?: AbortSignal,
): Steps<Generated[]> {
  const { params, engine: name } = order;
  const engine = engines[name];
  yield* whileLoading('generate', (progress) => engine.load(progress, params.model, signal), signal);
  const chunks: AudioChunk[][] = Array.from({ length: params.variations }, () => []);
  for await (const update of playing(order, start, engines, signal)) {
    if (update.type === 'finished') {
      return update.results.map((result, i) => ({ ...result, raw: concat(chunks[i] ?? []) }));
    }
    if (update.type === 'audio') chunks[update.variation]?.push(update.chunk);
    yield inFlow(update);
  }
  throw new AttuneError('engine_failed', { engine: name, reason: 'it stopped before the end' });
}

/** The engine at work. The cloud knows its pieces by name, and sounds again what it has made. */
function playing(
  { brief, params, engine, start: given, run = crypto.randomUUID(), asset }: Order,
  start: readonly Tokens[] | undefined,
  engines: Stages['engines'],
  signal?: AbortSignal,
): AsyncIterable<EngineUpdate> {
  if (engine !== 'cloud') return engines[engine].generate(brief, params, signal, start);
  if (asset !== undefined) return engines.cloud.play(asset, brief, params, signal);
  const recording = given instanceof Blob ? given : null;
  return engines.cloud.make(brief, params, { run, recording }, signal);
}

/** What an engine says, as the flow says it. */
function inFlow(update: Exclude<EngineUpdate, { type: 'finished' }>): Update {
  const stage = 'generate';
  if (update.type === 'progress') return { type: 'progress', stage, fraction: update.done / update.total };
  if (update.type === 'waiting' || update.type === 'loading') return { ...update, stage };
  return update;
}

async function* finished(
  { brief, params, engine }: Order,
  all: Generated[],
  { studio }: Stages,
  signal?: AbortSignal,
): Steps<Made[]> {
  const made: Made[] = [];
  for (const { raw, piece, seed, tokens, asset } of all) {
    const { audio, measures, score } = await studio.finish(raw, brief, params.normalisation, signal);
    const take = {
      id: crypto.randomUUID(),
      createdAt: Date.now(),
      engine,
      brief,
      params: { ...params, seed, variations: 1 },
      tokens: tokens && packTokens(tokens),
      asset,
      measures,
      score,
    };
    made.push({ take, audio, piece });
    yield { type: 'made', made: { take, audio, piece } };
  }
  return made;
}
