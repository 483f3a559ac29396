import type { Studio } from './audio/studio.ts';
import type { EngineName } from './core/params.ts';
import type { FaceReader, ProviderWish } from './emotion/reader.ts';
import type { Engine } from './music/engine.ts';
import type { CloudEngine, Copies } from './music/engines/cloud/cloud-engine.ts';
import type { MusicgenEngine } from './music/engines/musicgen/engine-in-place.ts';
import type { Agents } from './workflow/agents.ts';

/** What the pipeline runs on: the stages, wherever they are. In the page they sit in workers, under Node in the same thread. */
export interface Stages {
  reader: FaceReader;
  /** By language model where there is one, else by rules. */
  agents: Agents;
  /** By rules alone, for whoever wants no language model. */
  rules: Agents;
  engines: Record<EngineName, Engine> & { musicgen: MusicgenEngine; cloud: CloudEngine };
  studio: Studio;
  /** Frees what was loaded: networks, engines, workers. The next use loads again. */
  unload(): Promise<void>;
}

/**
 * `#stages` gives the one for the platform: stages.browser.ts or stages.node.ts.
 * @param modelHost where MusicGen's files come from: an address, or in the page a path on its own origin.
 * @param provider where faces are read, and where MusicGen runs.
 * @param copies where the page keeps the sounds of the cloud.
 */
export type CreateStages = (modelHost: string, provider?: ProviderWish, copies?: Copies) => Stages;
