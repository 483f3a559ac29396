import type { RequestHandler } from './$types';
import { json } from '@sveltejs/kit';
import { ModelListing } from '#lib/core/model-listing.ts';
import { processEnv } from '../../../../server/env.ts';
import { listModels } from '../../../../server/model-listing.ts';

export const GET: RequestHandler = async () => {
  const { MODEL_FOLDER } = processEnv();
  if (MODEL_FOLDER === undefined) return new Response('No folder of models is served.\n', { status: 404 });
  const listing = ModelListing.parse(await listModels(MODEL_FOLDER));
  return json(listing, { headers: { 'cache-control': 'no-cache' } });
};
