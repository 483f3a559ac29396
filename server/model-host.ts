import { PUBLIC_HUB } from '../src/lib/core/model-hub.ts';
import type { Env } from './env.ts';

/** Where `src/routes/models/hub` serves the folder of models. */
const FOLDER_ROUTE = '/models/hub';

/**
 * The public hub redirects to storage, whose hosts change by region and year; all of them are its own and end alike. Its
 * list, https://huggingface.co/.well-known/meta.json, has cdn-lfs*.hf.co, *.xethub.hf.co and *.cdn.hf.co.
 */
const PUBLIC_HUB_STORAGE = 'https://*.hf.co';

/** @returns what the page downloads models from: an origin, or a path of its own. */
export function modelHost({ MODEL_FOLDER, PUBLIC_MODEL_HOST }: Env): string {
  return MODEL_FOLDER === undefined ? PUBLIC_MODEL_HOST : FOLDER_ROUTE;
}

/**
 * @returns what the page must be let connect to for that, besides itself, as sources of a content security policy. The
 * policy holds for redirects too, so that a host must give its files itself.
 */
export function modelSources(env: Env): string[] {
  const host = modelHost(env);
  if (host === FOLDER_ROUTE) return [];
  return host === PUBLIC_HUB ? [host, PUBLIC_HUB_STORAGE] : [host];
}
