import type { RequestHandler } from './$types';
import { json } from '@sveltejs/kit';
import { databaseReadiness } from '../../../../server/readiness.ts';
import { services } from '../../../../server/services.ts';

/** Requests that need the database can be answered, or there is none and no need to wait for it. */
export const GET: RequestHandler = async () => {
  const database = await databaseReadiness(services());
  const status = database === 'away' ? 503 : 200;
  return json({ database }, { status, headers: { 'cache-control': 'no-store' } });
};
