import type { RequestHandler } from './$types';
import { json } from '@sveltejs/kit';

/** The process is up, and answers. */
export const GET: RequestHandler = () => json({ status: 'up' }, { headers: { 'cache-control': 'no-store' } });
