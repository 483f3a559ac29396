import { AttuneError } from '../../../core/errors.ts';
import { ModelListing } from '../../../core/model-listing.ts';

/**
 * Asks the page's own server which models it has. A hub is not asked: it has too many.
 * @param host of the model hub: an address, or a path on the page's own origin.
 * @returns null for an address.
 * @throws AttuneError `models_unlisted`
 */
export async function servedModels(host: string): Promise<ModelListing | null> {
  if (!host.startsWith('/')) return null;
  try {
    const response = await fetch(host);
    if (!response.ok) throw new Error(`the server says ${response.status}`);
    return ModelListing.parse(await response.json());
  } catch (cause) {
    throw new AttuneError('models_unlisted', {}, { cause });
  }
}
