import { AttuneError } from '../../../core/errors.ts';
import { ABOUT } from './about.ts';
import type { CloudEngine } from './cloud-engine.ts';

const refuse = (): Promise<never> => Promise.reject(new AttuneError('cloud_node'));

async function* nothing(): AsyncGenerator<never, void, void> {
  await refuse();
}

/** Where there is no page there is no sign-in, and so no cloud: it says so. */
export const noCloud: CloudEngine = {
  ...ABOUT,
  load: refuse,
  generate: nothing,
  make: nothing,
  play: nothing,
  unload: () => Promise.resolve(),
};
