import { answerWithAsset } from '../../../../../../server/assets/answer.ts';
import { findAsset } from '../../../../../../server/assets/assets.ts';
import { SOUNDS } from '../../../../../../server/assets/limits.ts';
import { shelfOf } from '../../../../../../server/assets/open.ts';
import { Place } from '../../../../../../server/assets/storage.ts';
import { endpoint } from '../../../../../../server/http/endpoint.ts';
import { Refusal } from '../../../../../../server/http/refusal.ts';

/** An asset of the user's own. That of another user is not there. */
export const GET = endpoint(
  { access: 'user', limits: SOUNDS },
  async ({ user, params, database, request }) => {
    const { data: place } = Place.safeParse({ ...params, user: user.account.id });
    const asset = place ? await findAsset(database, place) : null;
    if (place === undefined || asset === null) throw new Refusal(404, 'asset_gone');
    return answerWithAsset(request, place, asset, shelfOf(database).storage);
  },
);
