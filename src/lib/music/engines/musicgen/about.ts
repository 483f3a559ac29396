import type { Engine } from '../../engine.ts';

/** What MusicGen says of itself, apart from it, so that the page need not load it to ask. */
export const ABOUT = {
  name: 'musicgen',
  capabilities: { deterministic: false, notation: false, tokens: true, download: true },
} as const satisfies Pick<Engine, 'name' | 'capabilities'>;
