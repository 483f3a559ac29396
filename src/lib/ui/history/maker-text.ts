import { DEFAULT_MODEL } from '#lib/core/model-hub.ts';
import type { Take } from '#lib/core/take.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { cloudOf } from '#lib/music/engines/cloud/request.ts';

/** @returns what made a take, in short: `Composer`, `MusicGen · small`, `In the cloud · stereo-large`. */
export function makerText({ engine, params }: Pick<Take, 'engine' | 'params'>): string {
  const name = m[`engine_${engine}`]();
  if (engine === 'cloud') return `${name} · ${cloudOf(params).version}`;
  return engine === 'musicgen' ? `${name} · ${shortName(params.model ?? DEFAULT_MODEL)}` : name;
}

/** A model's name without its owner, and without what every model of its kind is called. */
function shortName(model: string): string {
  const name = model.split('/').at(-1)!;
  return name.replace(/^musicgen-/i, '');
}
