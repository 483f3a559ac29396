import { setTimeout as sleep } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { Unavailable } from '../database/errors.ts';
import { pathOf, placeOf, type Storage, type Stored } from './storage.ts';

/** An S3-compatible bucket. */
export interface Bucket {
  /** `https://s3.eu-1.example`; the bucket is named in the path, which all of them understand. */
  endpoint: string;
  name: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Milliseconds until an answer begins. */
  patience?: number;
}

/** After 429 and 5xx. */
const RETRIES = 2;
/** Most milliseconds before the first of them; twice as many before each next. */
const PAUSE = 50;

/** Files in a bucket. Of a PUT there is all or nothing. AWS, "Amazon S3 API Reference". */
export function bucketStorage({ endpoint, name, region, patience = 30_000, ...keys }: Bucket): Storage {
  const client = new AwsClient({ ...keys, region, service: 's3' });
  const root = `${endpoint.replace(/\/+$/, '')}/${name}`;

  /**
   * The signal is given to `fetch`, not to the signed request: Node 24 holds the signal of a request weakly, and once that
   * request is collected an abort goes unheard. aws4fetch would put it into the request, so retrying is done here.
   */
  async function answer(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    for (let retries = 0; ; retries++) {
      const response = await fetch(await client.sign(url, init), { signal });
      if (retries === RETRIES || (response.status < 500 && response.status !== 429)) return response;
      // It may have broken off by itself.
      await response.body?.cancel().catch(() => undefined);
      await sleep(Math.random() * PAUSE * 2 ** retries, undefined, { signal });
    }
  }

  /**
   * What follows the headers may take as long as whoever reads it; where it falls silent, `fetch` itself gives up.
   * @throws Unavailable where the bucket does not do as it is told.
   */
  async function ask(path: string, init: RequestInit, expected: readonly number[]): Promise<Response> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), patience);
    const response = await answer(`${root}${path}`, init, late.signal)
      .catch((cause: unknown) => {
        throw new Unavailable('The bucket is away.', { cause });
      })
      .finally(() => clearTimeout(timer));
    if (expected.includes(response.status)) return response;
    await response.body?.cancel();
    throw new Unavailable(`The bucket answered ${init.method} with ${response.status}.`);
  }

  return {
    async put(place, bytes) {
      // The bucket compares what it got with the digest.
      const headers = { 'x-amz-content-sha256': place.sha256 };
      await ask(`/${pathOf(place)}`, { method: 'PUT', headers, body: bytes }, [200]);
    },

    async get(place, range) {
      const headers = range ? { range: `bytes=${range.first}-${range.last}` } : undefined;
      const init = { method: 'GET', ...(headers && { headers }) };
      const response = await ask(`/${pathOf(place)}`, init, [range ? 206 : 200, 404]);
      if (response.status !== 404) return response.body;
      await response.body?.cancel();
      return null;
    },

    async remove(place) {
      await ask(`/${pathOf(place)}`, { method: 'DELETE' }, [200, 204, 404]);
    },

    async *list(user) {
      let next: string | null = null;
      do {
        const query = new URLSearchParams({ 'list-type': '2', ...(user && { prefix: `${user}/` }) });
        if (next !== null) query.set('continuation-token', next);
        const xml = await (await ask(`?${query}`, { method: 'GET' }, [200])).text();
        yield* storedIn(xml);
        next = /<IsTruncated>true</.test(xml) ? textOf(xml, 'NextContinuationToken') : null;
      } while (next !== null);
    },

    tidy: () => Promise.resolve(),
  };
}

function storedIn(xml: string): Stored[] {
  return [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].flatMap(([, item = '']) => {
    const place = placeOf(textOf(item, 'Key') ?? '');
    return place ? [{ place, writtenAt: new Date(textOf(item, 'LastModified') ?? '') }] : [];
  });
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function textOf(xml: string, element: string): string | null {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
  return text?.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole) ?? null;
}
