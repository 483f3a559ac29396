import { CloudState } from '#lib/core/wire/cloud.ts';
import { cloudState } from '../../../../server/cloud/open.ts';
import { endpoint } from '../../../../server/http/endpoint.ts';

/** Whether music can be made in the cloud here: it takes accounts, and so a database. */
export const GET = endpoint(
  { access: 'anyone', withoutDatabase: () => CloudState.parse(cloudState(false)) },
  () => Promise.resolve(CloudState.parse(cloudState(true))),
);
