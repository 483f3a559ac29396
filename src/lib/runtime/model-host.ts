import { PUBLIC_HUB } from '../core/model-hub.ts';

/**
 * Where models are downloaded from: an origin, or a path of this one. The server writes it into the page as it answers,
 * so that it is known offline too; a page of somebody else's has no such line, and takes the public hub.
 */
export function modelHost(): string {
  return document.querySelector<HTMLMetaElement>('meta[name=model-host]')?.content ?? PUBLIC_HUB;
}
