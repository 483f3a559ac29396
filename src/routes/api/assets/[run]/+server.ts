import * as z from 'zod';
import { forgetRun } from '../../../../../server/assets/assets.ts';
import { SOUNDS } from '../../../../../server/assets/limits.ts';
import { shelfOf } from '../../../../../server/assets/open.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';
import { Refusal } from '../../../../../server/http/refusal.ts';

/** Deletes what a run of the user's made. */
export const DELETE = endpoint({ access: 'user', limits: SOUNDS }, async ({ user, params, database }) => {
  const { data: run } = z.uuid().safeParse(params.run);
  if (run === undefined) throw new Refusal(404, 'not_found');
  const assets = await forgetRun(shelfOf(database), { user: user.account.id, run });
  if (assets === 0) throw new Refusal(404, 'not_found');
  return {};
});
