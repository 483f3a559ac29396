import type { Engine } from '../../engine.ts';

/** What the composer says of itself, apart from it, so that the page need not load it to ask. */
export const ABOUT = {
  name: 'composer',
  capabilities: { deterministic: true, notation: true, tokens: false, download: false },
} as const satisfies Pick<Engine, 'name' | 'capabilities'>;
