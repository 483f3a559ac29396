import { LONGEST_PUSH, Push } from '#lib/core/wire/sync.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';
import { countPush } from '../../../../../server/sync/count-push.ts';
import { PUSH } from '../../../../../server/sync/limits.ts';
import { push } from '../../../../../server/sync/push.ts';

/** Takes records that a device has written. */
export const POST = endpoint(
  { access: 'user', body: Push, most: LONGEST_PUSH, limits: PUSH },
  async ({ body, user, database }) => {
    const answer = await push(database, user.account.id, body);
    countPush(answer);
    return answer;
  },
);
