import * as z from 'zod';
import { cancelJob, seeJob } from '../../../../../../server/cloud/cloud.ts';
import { LOOK } from '../../../../../../server/cloud/limits.ts';
import { openCloud } from '../../../../../../server/cloud/open.ts';
import { endpoint } from '../../../../../../server/http/endpoint.ts';
import { Refusal } from '../../../../../../server/http/refusal.ts';

/** How a piece of the user's own stands. */
export const GET = endpoint({ access: 'user', limits: LOOK }, ({ user, params, database }) =>
  seeJob(openCloud(database), user.account.id, idOf(params.id)),
);

/** Stops it, also where it is made. */
export const DELETE = endpoint({ access: 'user', limits: LOOK }, ({ user, params, database }) =>
  cancelJob(openCloud(database), user.account.id, idOf(params.id)),
);

function idOf(text: string | undefined): string {
  const { data } = z.uuid().safeParse(text);
  if (data === undefined) throw new Refusal(404, 'not_found');
  return data;
}
