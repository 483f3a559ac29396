import type { Asset } from '../../../core/asset.ts';
import * as z from 'zod';
import { CloudState, Job, type JobRequest } from '../../../core/wire/cloud.ts';
import type { ServerApi, serverFile } from '../../../runtime/server-api.ts';

/** Our server, as the engine sees it. Every method throws AttuneError. */
export interface CloudServer {
  state(): Promise<CloudState>;
  start(request: JobRequest, signal?: AbortSignal): Promise<Job>;
  see(id: string, signal?: AbortSignal): Promise<Job>;
  cancel(id: string): Promise<Job>;
  /** @throws AttuneError `asset_gone` where it is not there. */
  sound(asset: Asset, signal?: AbortSignal): Promise<Blob>;
  /** Deletes the sound of a run. */
  forget(run: string): Promise<void>;
}

/** Milliseconds until a piece is begun, with all attempts of the server and a recording that is sent. */
const STARTING = 150_000;
/** Until a look at a piece has come, which may have to be copied first. */
const SEEING = 150_000;
/** Until a sound is here. */
const FETCHING = 120_000;

export function cloudServer(api: ServerApi, file: typeof serverFile): CloudServer {
  return {
    state: () => api('/api/cloud', CloudState),
    start: (request, signal) =>
      api('/api/cloud/jobs', Job, {
        method: 'POST',
        body: request,
        patience: STARTING,
        ...(signal && { signal }),
      }),
    see: (id, signal) => api(`/api/cloud/jobs/${id}`, Job, { patience: SEEING, ...(signal && { signal }) }),
    // The page may be on its way out.
    cancel: (id) => api(`/api/cloud/jobs/${id}`, Job, { method: 'DELETE', keepalive: true }),
    forget: async (run) => void (await api(`/api/assets/${run}`, z.object({}), { method: 'DELETE' })),
    sound: ({ run, sha256 }, signal) => file(`/api/assets/${run}/${sha256}`, FETCHING, signal),
  };
}
