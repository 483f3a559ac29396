import type { Asset } from '../core/asset.ts';
import type { AudioChunk } from '../core/audio.ts';
import type { Brief } from '../core/brief.ts';
import type { EngineName, Params } from '../core/params.ts';
import type { Tokens } from '../core/tokens.ts';
import type { Piece } from './piece.ts';

/** What an engine can do. A capability is a value, so that callers need not know which engine they hold. */
export interface Capabilities {
  /** The same brief, params and seed give the same bytes on every device. */
  deterministic: boolean;
  /** It writes notes, and hands them over with the sound. */
  notation: boolean;
  /** It makes tokens: a take of it can be rendered again, continued and branched from any second. */
  tokens: boolean;
  /** It needs a model to be downloaded before its first use. */
  download: boolean;
}

/** What became of one variation, in full. */
export interface Result {
  /** The seed that makes this variation alone. */
  seed: number;
  /** The written notes, where the engine has `notation`. */
  piece: Piece | null;
  /** What the sound was rendered from, where the engine has `tokens`. */
  tokens: Tokens | null;
  /** What it is where nothing makes it again: the sound itself, as the server keeps it. */
  asset: Asset | null;
}

/**
 * One step of a generation. `waiting` comes first, where others are before it, and `loading` before the music and after
 * a move, where the model is not there; then progress, audio and the rest as they come, and `finished` once, last.
 */
export type EngineUpdate =
  | { type: 'waiting'; /** how many generations come before this one */ before: number }
  | {
      type: 'loading';
      /** 0 to 1 */ fraction: number;
      /** null where none is under way */ download: Download | null;
    }
  | { type: 'progress'; /** seconds of music made */ done: number; /** seconds asked for */ total: number }
  | { type: 'audio'; /** from 0 */ variation: number; chunk: AudioChunk }
  | { type: 'tokens'; /** of every variation, all that was made so far */ tokens: Tokens[] }
  | { type: 'warning'; variation: number; warning: Warning }
  | { type: 'moved'; /** where it goes on, as the device that it ran on has failed */ to: 'again' | 'wasm' }
  | { type: 'finished'; /** one for each variation, in order */ results: Result[] };

/** What went wrong with the music itself: it fell silent long before its end, or grew louder and louder. */
export type Warning = 'silence' | 'creep';

/** How a download goes. */
export interface Download {
  /** Bytes that are here. */
  done: number;
  /** Bytes of all that is needed. */
  total: number;
  /** Null as long as it can't be told. */
  secondsLeft: number | null;
}

/** Progress of loading: 0 to 1, and what of it is a download that runs. */
export type LoadProgress = (fraction: number, download?: Download) => void;

/**
 * Makes sound from a brief. An engine in a worker and one in the same thread look alike.
 * Generation is pulled: nothing is computed ahead of the consumer by more than one update.
 */
export interface Engine {
  readonly name: EngineName;
  readonly capabilities: Capabilities;
  /**
   * Makes the engine ready; a second call for the same model is free.
   * @param model which weights; the engine's own choice where none is named.
   * @throws AttuneError `cancelled` when `signal` aborts. A download goes on from there the next time.
   */
  load(progress?: LoadProgress, model?: string, signal?: AbortSignal): Promise<void>;
  /**
   * Makes the piece, or `params.variations` of it. Chunks are stereo, touch without gap, and together last
   * `brief.duration` exactly (to the frame). Their level is the engine's own mix, not yet mastered.
   * @param start what is there already, one for each variation: the music goes on after it, as it would have gone on
   * without the break. Engines without `tokens` take none.
   * @throws AttuneError `cancelled` when `signal` aborts, `engine_failed` when it can't go on.
   */
  generate(
    brief: Brief,
    params: Params,
    signal?: AbortSignal,
    start?: readonly Tokens[],
  ): AsyncIterable<EngineUpdate>;
  /** Ends what is under way, which fails with `cancelled` as it is pulled next, and frees what `load` took. */
  unload(): Promise<void>;
}
