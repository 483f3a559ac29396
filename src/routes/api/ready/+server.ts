import type { RequestHandler } from './$types';
import { json } from '@sveltejs/kit';
import { stopping } from '../../../../server/stopping.ts';
import { databaseReadiness } from '../../../../server/readiness.ts';
import { services } from '../../../../server/services.ts';

/** Requests that need the database can be answered, or there is none; and this server is not about to end. */
export const GET: RequestHandler = async () => {
  const headers = { 'cache-control': 'no-store' };
  if (stopping.aborted) return json({ stopping: true }, { status: 503, headers });
  const database = await databaseReadiness(services());
  return json({ database }, { status: database === 'away' ? 503 : 200, headers });
};
