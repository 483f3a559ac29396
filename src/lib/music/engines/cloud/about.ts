import type { Engine } from '../../engine.ts';

/** What the cloud says of itself, apart from it, so that the page need not load it to ask. */
export const ABOUT = {
  name: 'cloud',
  capabilities: { deterministic: false, notation: false, tokens: false, download: false },
} as const satisfies Pick<Engine, 'name' | 'capabilities'>;
