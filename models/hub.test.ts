import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHub, type Hub } from './hub.ts';

const NETWORK = randomBytes(300_000);
const FILE = 'onnx/network.onnx';
let folder: string;
let hub: Hub;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-'));
  await mkdir(join(folder, 'onnx'));
  await writeFile(join(folder, FILE), NETWORK);
  await writeFile(join(folder, 'config.json'), '{}');
  hub = await startHub({ 'attune/model': folder });
  url = `${hub.url}/attune/model/resolve/main/${FILE}`;
});

afterEach(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

async function content(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

function get(range?: string, more: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers: { ...more, ...(range === undefined ? {} : { range }) } });
}

test('a network is redirected to another origin, and arrives whole', async () => {
  const first = await fetch(url, { redirect: 'manual' });
  expect(first.status).toBe(302);
  expect(first.headers.get('x-linked-size')).toBe('300000');
  const sha256 = createHash('sha256').update(NETWORK).digest('hex');
  expect(first.headers.get('x-linked-etag')).toBe(`"${sha256}"`);
  expect(new URL(first.headers.get('location')!).origin).not.toBe(hub.url);

  const response = await get();
  expect(response.status).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-expose-headers')).toContain('content-range');
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(await content(response)).toEqual(NETWORK);
});

test('settings come from the hub itself', async () => {
  const response = await fetch(`${hub.url}/attune/model/resolve/main/config.json`, { redirect: 'error' });
  expect(await response.text()).toBe('{}');
});

test('a HEAD tells the size and sends nothing', async () => {
  const response = await fetch(url, { method: 'HEAD' });
  expect(response.headers.get('content-length')).toBe('300000');
  expect(response.headers.get('accept-ranges')).toBe('bytes');
  expect(hub.requests.at(-1)).toEqual({ method: 'HEAD', file: FILE, range: null, status: 200, bytes: 0 });
});

test.each([
  ['bytes=0-99', 0, 100],
  ['bytes=1000-', 1000, 300_000],
  ['bytes=-50', 299_950, 300_000],
  ['bytes=299999-400000', 299_999, 300_000],
])('%s is a part', async (range, start, end) => {
  const response = await get(range);
  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/300000`);
  expect(await content(response)).toEqual(NETWORK.subarray(start, end));
  expect(hub.requests.at(-1)).toMatchObject({ range, status: 206, bytes: end - start });
});

test.each(['bytes=300000-', 'bytes=9-8', 'bytes=-0'])('%s lies outside', async (range) => {
  const response = await get(range);
  expect(response.status).toBe(416);
  expect(response.headers.get('content-range')).toBe('bytes */300000');
});

test('a part of another version is not sent', async () => {
  const other = await get('bytes=0-9', { 'if-range': '"another"' });
  expect(other.status).toBe(200);
  const same = await get('bytes=0-9', { 'if-range': other.headers.get('etag')! });
  expect(same.status).toBe(206);
});

test.each([
  ['attune/model/resolve/main/onnx/other.onnx', 404, 'EntryNotFound'],
  ['attune/model/resolve/main/..%2F..%2Fetc%2Fpasswd', 404, 'EntryNotFound'],
  ['attune/other/resolve/main/config.json', 401, 'RepoNotFound'],
])('%s is not there', async (path, status, code) => {
  const response = await fetch(`${hub.url}/${path}`);
  expect([response.status, response.headers.get('x-error-code')]).toEqual([status, code]);
});

test('a cut ends the connection there, as often as it should, and a range goes on from it', async () => {
  hub.faults.push({ file: /network/, mishap: { kind: 'cut', at: 150_001 }, times: 1 });
  const response = await get();
  const received: Uint8Array[] = [];
  const reading = (async () => {
    for await (const chunk of response.body!) received.push(chunk);
  })();
  await expect(reading).rejects.toThrow();
  expect(Buffer.concat(received).length).toBeLessThanOrEqual(150_001);
  expect(hub.requests.at(-1)).toMatchObject({ status: 200, bytes: 150_001 });
  expect(await content(await get('bytes=150001-'))).toEqual(NETWORK.subarray(150_001));
});

test('a byte is flipped, in the file and in any part that holds it', async () => {
  hub.faults.push({ file: /network/, mishap: { kind: 'flip', at: 70_000 } });
  const wrong = Buffer.from(NETWORK);
  wrong[70_000]! ^= 0xff;
  expect(await content(await get())).toEqual(wrong);
  expect(await content(await get('bytes=70000-70009'))).toEqual(wrong.subarray(70_000, 70_010));
  expect(await content(await get('bytes=70001-'))).toEqual(NETWORK.subarray(70_001));
  hub.faults.length = 0;
  expect(await content(await get())).toEqual(NETWORK);
});

test.each([403, 404, 416, 429, 500])('a status %i instead of the file', async (status) => {
  hub.faults.push({ file: /network/, mishap: { kind: 'status', status }, times: 2 });
  expect((await get()).status).toBe(status);
  expect((await get('bytes=5-')).status).toBe(status);
  expect((await get()).status).toBe(200);
});

test('a server without ranges sends the whole file', async () => {
  hub.faults.push({ file: /network/, mishap: { kind: 'whole' } });
  const response = await get('bytes=1000-');
  expect(response.status).toBe(200);
  expect(response.headers.get('accept-ranges')).toBe(null);
  expect(await content(response)).toEqual(NETWORK);
});

test('a slow one sends all the same, in many pieces, and stops when nobody listens', async () => {
  hub.faults.push({ file: /network/, mishap: { kind: 'slow', bytesPerSecond: 100_000 } });
  const abort = new AbortController();
  const response = await fetch(url, { signal: abort.signal });
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  expect(NETWORK.subarray(0, value!.length)).toEqual(Buffer.from(value!));
  expect(value!.length).toBeLessThan(NETWORK.length / 2);
  abort.abort();
  const sent = () => hub.requests[0]!.bytes;
  await expect.poll(() => wait(300, sent()).then((before) => before === sent())).toBe(true);
  expect(sent()).toBeLessThan(NETWORK.length);
});
