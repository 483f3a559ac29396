import type { RequestHandler } from './$types';
import { json } from '@sveltejs/kit';
import { CloudState } from '#lib/core/wire/cloud.ts';
import { cloudState } from '../../../../server/cloud/open.ts';

/** Whether music can be made in the cloud here. */
export const GET: RequestHandler = async () =>
  json(CloudState.parse(await cloudState()), { headers: { 'cache-control': 'no-store' } });
