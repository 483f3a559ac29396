import { JobRequest, MOST_REQUEST } from '#lib/core/wire/cloud.ts';
import { START } from '../../../../../server/cloud/limits.ts';
import { startJob } from '../../../../../server/cloud/cloud.ts';
import { followJob, openCloud } from '../../../../../server/cloud/open.ts';
import { endpoint } from '../../../../../server/http/endpoint.ts';

/** Has a piece made. It costs money, so it takes a user. */
export const POST = endpoint(
  { access: 'user', body: JobRequest, most: MOST_REQUEST, limits: START },
  async ({ user, body, database, address }) => {
    const cloud = openCloud(database);
    const job = await startJob(cloud, { user: user.account.id, address }, body);
    followJob(cloud, user.account.id, job.id);
    return job;
  },
);
