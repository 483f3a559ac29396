import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerFromFolder } from './model-folder.ts';

const MODEL = '/Xenova/musicgen-small/resolve/main';
const NETWORK = `${MODEL}/onnx/decoder_model_merged_q4.onnx`;
const content = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) % 256);

const root = mkdtempSync(join(tmpdir(), 'attune-models-'));
const folder = join(root, 'models');
const file = join(folder, 'Xenova/musicgen-small/onnx/decoder_model_merged_q4.onnx');

/** As the built app does: SvelteKit's own way from Node's requests to the platform's and back. */
const server = createServer(async (request, response) => {
  const path = decodeURIComponent(request.url!.slice(1));
  const answer = await answerFromFolder(folder, path, getRequest({ request, response, base: 'http://here' }));
  setResponse(response, answer);
});

beforeAll(async () => {
  mkdirSync(join(folder, 'Xenova/musicgen-small/onnx'), { recursive: true });
  mkdirSync(join(folder, 'Xenova/.git'));
  writeFileSync(file, content);
  writeFileSync(join(folder, 'Xenova/musicgen-small/config.json'), '{}');
  writeFileSync(join(folder, 'Xenova/musicgen-small/empty.txt'), '');
  writeFileSync(join(folder, 'Xenova/.git/config'), 'secret');
  writeFileSync(join(root, 'secret.json'), 'secret');
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(root, { recursive: true });
});

/** Asks without tidying the path, as a browser would. */
function open(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    ask({ host: '127.0.0.1', port, path, headers, method, agent: false }, resolve).on('error', reject).end();
  });
}

async function get(path: string, headers?: OutgoingHttpHeaders, method?: string) {
  const answer = await open(path, headers, method);
  const body = Buffer.concat(await answer.toArray());
  return { status: answer.statusCode, headers: answer.headers, body };
}

test('a file comes whole, and says what it is', async () => {
  const { status, headers, body } = await get(NETWORK);
  expect(status).toBe(200);
  expect(body.equals(content)).toBe(true);
  expect(headers).toMatchObject({
    'content-length': '200000',
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag: expect.stringMatching(/^"[^"]+"$/) as string,
  });
  expect((await get(`${MODEL}/config.json`)).headers['content-type']).toBe('application/json');
  expect(await get(`${MODEL}/empty.txt`)).toMatchObject({ status: 200, headers: { 'content-length': '0' } });
});

test('ranges join into the file', async () => {
  const pieces: Buffer[] = [];
  for (let from = 0; from < content.length; from += 70_000) {
    const { status, headers, body } = await get(NETWORK, { range: `bytes=${from}-${from + 69_999}` });
    expect(status).toBe(206);
    expect(headers['content-range']).toBe(`bytes ${from}-${from + body.length - 1}/200000`);
    expect(headers['content-length']).toBe(String(body.length));
    pieces.push(body);
  }
  expect(Buffer.concat(pieces).equals(content)).toBe(true);
  expect((await get(NETWORK, { range: 'bytes=-3' })).body.equals(content.subarray(-3))).toBe(true);
});

test('a range behind the end is refused, with the length', async () => {
  const { status, headers, body } = await get(NETWORK, { range: 'bytes=200000-' });
  expect([status, headers['content-range'], body.length]).toEqual([416, 'bytes */200000', 0]);
});

test('a range is of the version that is asked for, else the file comes whole', async () => {
  const path = `${MODEL}/version.json`;
  const version = join(folder, 'Xenova/musicgen-small/version.json');
  writeFileSync(version, '"one"');
  const { etag = '' } = (await get(path)).headers;
  const range = 'bytes=1-3';
  expect(await get(path, { range, 'if-range': etag })).toMatchObject({ status: 206 });
  expect(await get(path, { 'if-none-match': `"x", W/${etag}` })).toMatchObject({ status: 304 });

  // The clock of a file system ticks every few milliseconds.
  await expect
    .poll(async () => {
      writeFileSync(version, '"two"');
      return (await get(path)).headers.etag;
    })
    .not.toBe(etag);
  const changed = await get(path, { range, 'if-range': etag });
  expect([changed.status, changed.body.toString()]).toEqual([200, '"two"']);
  expect(await get(path, { 'if-none-match': etag })).toMatchObject({ status: 200 });
  expect(await get(path, { range, 'if-range': 'Fri, 20 Nov 2026 00:00:00 GMT' })).toMatchObject({
    status: 200,
  });
});

test('HEAD tells the same of the whole file, without it', async () => {
  const { date: _, ...whole } = (await get(NETWORK)).headers;
  const head = await get(NETWORK, { range: 'bytes=0-0' }, 'HEAD');
  expect(head.status).toBe(200);
  expect(head.headers).toMatchObject(whole);
  expect(head.body.length).toBe(0);
});

test.each([
  ['what is not there', `${MODEL}/onnx/missing.onnx`],
  ['a folder', `${MODEL}/onnx`],
  ['a way out', `${MODEL}/../../../../../secret.json`],
  ['a way out in disguise', `${MODEL}/..%2f..%2f..%2fsecret.json`],
  ['a way out by the owner', '/%2e%2e/%2e%2e/resolve/main/secret.json'],
  ['a way out with backslashes', `${MODEL}/..%5c..%5c..%5csecret.json`],
  ['a path of the machine', `${MODEL}/%2fetc/passwd`],
  ['what is hidden', '/Xenova/.git/resolve/main/config'],
  ['a path with a null byte', `${MODEL}/config.json%00.txt`],
  ['a path that is no file of a model', '/Xenova/musicgen-small/config.json'],
  ["the hub's list of files", '/api/models/Xenova/musicgen-small/tree/main?recursive=true'],
])('%s is not found', async (_, path) => {
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expect(body.toString()).toBe('There is no such file.\n');
});

test('a model may lie elsewhere, behind a link', async () => {
  symlinkSync(join(folder, 'Xenova/musicgen-small'), join(folder, 'Xenova/linked'));
  expect(await get('/Xenova/linked/resolve/main/config.json')).toMatchObject({ status: 200 });
});

test('a file larger than memory should hold is read as it is sent, and no further than the client goes', async () => {
  const large = join(folder, 'Xenova/musicgen-small/large.onnx');
  writeFileSync(large, '');
  truncateSync(large, 2 ** 31 + 5);
  const tail = await get(`${MODEL}/large.onnx`, { range: `bytes=${2 ** 31}-` });
  expect([tail.status, tail.body.length]).toEqual([206, 5]);

  const before = process.memoryUsage().arrayBuffers;
  const answer = await open(`${MODEL}/large.onnx`);
  expect(answer.headers['content-length']).toBe(String(2 ** 31 + 5));
  for (let i = 0; i < 100; i++) await get(`${MODEL}/config.json`);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
  answer.destroy();
});

test.runIf(process.platform === 'linux')('no file stays open, however its answer ends', async () => {
  const stillOpen = () => {
    const targets = readdirSync('/proc/self/fd').map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return '';
      }
    });
    return targets.filter((target) => target.startsWith(root));
  };
  const { headers } = await get(NETWORK);
  await get(NETWORK, {}, 'HEAD');
  await get(NETWORK, { 'if-none-match': headers.etag });
  await get(NETWORK, { range: 'bytes=200000-' });
  await get(`${MODEL}/onnx`);
  await expect.poll(stillOpen).toEqual([]);
});
