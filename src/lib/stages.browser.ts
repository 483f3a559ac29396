import type { Studio } from './audio/studio.ts';
import { workerStudio } from './audio/worker-studio.ts';
import { SAMPLE_RATE } from './core/tokens.ts';
import { workerReader } from './emotion/worker-reader.ts';
import { cloudEngine, type CloudEngine, type Copies } from './music/engines/cloud/cloud-engine.ts';
import { cloudServer } from './music/engines/cloud/cloud-server.ts';
import { decodeSound } from './music/engines/cloud/decode-sound.ts';
import { workerComposer } from './music/engines/composer/worker-composer.ts';
import { workerMusicgen } from './music/engines/musicgen/worker-musicgen.ts';
import { ownServer, serverFile } from './runtime/server-api.ts';
import type { CreateStages } from './stages.ts';
import { ownServer as ownAgents } from './workflow/language-model/agent-server.ts';
import { languageModelAgents } from './workflow/language-model/agents.ts';
import { ruleAgents } from './workflow/rules/agents.ts';

const agents = languageModelAgents(ownAgents);

/** Milliseconds between two looks at a piece in the cloud. */
const PACE = 1000;

/** The stages in workers of their own, each started by its first use. */
export const createStages: CreateStages = (modelHost, provider, copies) => {
  const reader = workerReader(provider);
  const studio = workerStudio();
  const engines = {
    composer: workerComposer(),
    musicgen: workerMusicgen(modelHost, provider),
    cloud: pageCloud(studio.api, copies ?? null),
  };
  return {
    reader,
    agents,
    rules: ruleAgents,
    engines,
    studio: studio.api,
    async unload() {
      await Promise.all([reader.unload(), engines.composer.unload(), engines.musicgen.unload()]);
      studio.close();
    },
  };
};

function pageCloud(studio: Studio, copies: Copies | null): CloudEngine {
  return cloudEngine({
    server: cloudServer(ownServer, serverFile),
    copies,
    decode: decodeSound,
    listen: (recording, signal) => studio.decode(recording, SAMPLE_RATE, signal),
    encode: (audio) => studio.encodeWav(audio, '16'),
    pace: PACE,
  });
}
