import { workerStudio } from './audio/worker-studio.ts';
import { workerReader } from './emotion/worker-reader.ts';
import { workerComposer } from './music/engines/composer/worker-composer.ts';
import { workerMusicgen } from './music/engines/musicgen/worker-musicgen.ts';
import type { CreateStages } from './stages.ts';
import { ownServer } from './workflow/language-model/agent-server.ts';
import { languageModelAgents } from './workflow/language-model/agents.ts';
import { ruleAgents } from './workflow/rules/agents.ts';

const agents = languageModelAgents(ownServer);

/** The stages in workers of their own, each started by its first use. */
export const createStages: CreateStages = (modelHost, provider) => {
  const reader = workerReader(provider);
  const engines = { composer: workerComposer(), musicgen: workerMusicgen(modelHost, provider) };
  const studio = workerStudio();
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
