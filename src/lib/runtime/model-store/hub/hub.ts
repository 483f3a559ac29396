import { untilAborted } from '../../until-aborted.ts';

/** Where models come from. */
export interface Hub {
  /** An address, or a path on the page's own origin, below which `<id>/resolve/<revision>/<file>` lies. */
  host: string;
  /** How many bytes to ask for at once. */
  range: number;
  /** Fetches, as the platform does. */
  fetch: typeof fetch;
  /** Waits before another try. */
  pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

/** Large enough that the requests cost little, small enough for proxies that limit what they pass on. */
const RANGE = 8 * 2 ** 20;

const REVISION = 'main';

/** @returns the address of a file of a model. */
export function fileUrl({ host }: Hub, id: string, path: string): string {
  return below(host, `${id}/resolve/${REVISION}/${path}`);
}

/** @returns the address at which a hub lists a model's files. Hub API, "tree". */
export function treeUrl({ host }: Hub, id: string): string {
  return below(host, `api/models/${id}/tree/${REVISION}?recursive=true`);
}

function below(host: string, path: string): string {
  return `${host.replace(/\/+$/, '')}/${path}`;
}

/** The platform's own network. `host` may be a path where there is a page to resolve it against. */
export function networkHub(host: string): Hub {
  return { host, range: RANGE, fetch: (...request) => fetch(...request), pause };
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await untilAborted(new Promise((resolve) => setTimeout(resolve, milliseconds)), signal);
}
