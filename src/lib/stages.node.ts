import { inlineStudio } from './audio/inline-studio.ts';
import { nodeReader } from './emotion/node-reader.ts';
import { composer } from './music/engines/composer/composer.ts';
import { noCloud } from './music/engines/cloud/no-cloud.ts';
import { nodeMusicgen } from './music/engines/musicgen/node-musicgen.ts';
import type { CreateStages } from './stages.ts';
import { ruleAgents } from './workflow/rules/agents.ts';

/** The stages in this thread. Faces are read on WASM, the one provider there is under Node. */
export const createStages: CreateStages = (modelHost) => {
  const reader = nodeReader();
  const engines = { composer, musicgen: nodeMusicgen(modelHost), cloud: noCloud };
  return {
    reader,
    agents: ruleAgents,
    rules: ruleAgents,
    engines,
    studio: inlineStudio(),
    async unload() {
      await Promise.all([reader.unload(), engines.composer.unload(), engines.musicgen.unload()]);
    },
  };
};
