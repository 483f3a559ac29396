import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { AgentLine } from '../src/lib/core/wire/agents.ts';
import { fallsSilent, scriptedModel, type ScriptedModel } from './fixtures/scripted-model.ts';
import { startServer, type ServerProcess } from './server-process.ts';

const CLIENTS = 20;
const SOON = { timeout: 60_000 };
const DRAFT = { emotion: 'sad', affect: null, intent: 'soothe', duration: 30 };

let model: ScriptedModel;
beforeAll(async () => void (model = await scriptedModel()));
afterAll(() => model.stop());

async function start(): Promise<ServerProcess> {
  const server = await startServer({
    DATABASE_URL: 'none',
    OPENAI_API_KEY: 'key',
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
  });
  onTestFinished(() => server.stop());
  return server;
}

/** What came of a request: an answer, nothing because the server took no more connections, or nothing though it had. */
type Outcome = { status: number; isLast: boolean } | 'refused' | 'lost';

/** Asks on a connection that is kept from one request to the next. */
function ask(url: string, agent: Agent): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = httpRequest(url, { agent });
    request.on('response', (response: IncomingMessage) => {
      response.on('error', () => resolve('lost'));
      response.on('end', () =>
        resolve({ status: response.statusCode!, isLast: response.headers.connection === 'close' }),
      );
      response.resume();
    });
    request.on('error', () => resolve(request.reusedSocket ? 'lost' : 'refused'));
    request.end();
  });
}

/** Asks again and again, until no connection is to be had. */
async function askOn(url: string, outcomes: Outcome[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (;;) {
    const outcome = await ask(url, agent);
    outcomes.push(outcome);
    if (typeof outcome === 'string') break;
  }
  agent.destroy();
}

test('a server that is told to end loses no request that it took, and ends well', async () => {
  const server = await start();
  const outcomes: Outcome[] = [];
  const clients = Array.from({ length: CLIENTS }, () => askOn(`${server.url}/api/health`, outcomes));
  await expect.poll(() => outcomes.length, SOON).toBeGreaterThan(10 * CLIENTS);
  server.signal('SIGTERM');
  await Promise.all(clients);

  const answered = outcomes.filter((outcome) => typeof outcome !== 'string');
  expect(answered.filter(({ status }) => status !== 200)).toEqual([]);
  expect(outcomes.filter((outcome) => outcome === 'lost')).toEqual([]);
  expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(CLIENTS);
  expect(answered.some(({ isLast }) => isLast)).toBe(true);
  expect(await server.ended).toEqual([0, null]);
});

test('what is under way is finished, a language model is told to end, and no balancer sends more', async () => {
  const server = await start();
  const { hostname, port } = new URL(server.url);
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await ask(`${server.url}/api/ready`, kept)).toEqual({ status: 200, isLast: false });

  // Half of a request.
  const body = JSON.stringify({ emotion: 'nobody' });
  const upload = connect(Number(port), hostname);
  const answer = text(upload);
  upload.write(
    `POST /api/agents/draft HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
  );
  // A model that began to answer, and does not go on.
  model.script(fallsSilent('{"genre": "ambient"'));
  const writing = await fetch(`${server.url}/api/agents/draft`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(DRAFT),
  });
  const reader = writing.body!.pipeThrough(new TextDecoderStream()).getReader();
  let lines = (await reader.read()).value!;

  server.signal('SIGTERM');
  let ready: Outcome;
  do ready = await ask(`${server.url}/api/ready`, kept);
  while (typeof ready !== 'string' && ready.status === 200);
  expect(ready).toEqual({ status: 503, isLast: true });

  for (let next = await reader.read(); !next.done; next = await reader.read()) lines += next.value;
  const last = AgentLine.parse(JSON.parse(lines.trim().split('\n').at(-1)!));
  expect(last).toMatchObject({ type: 'failed', error: { code: 'unavailable' } });
  await expect.poll(() => model.abandoned, SOON).toBe(1);

  upload.write(body.slice(5));
  expect(await answer).toMatch(/^HTTP\/1\.1 400 [^]*\r\nConnection: close\r\n[^]*"bad_request"/i);
  await once(upload, 'close');
  expect(await server.ended).toEqual([0, null]);
});

test('a server that npm started ends when npm is told to, which hands nothing on', async () => {
  const npm = await startServer({ DATABASE_URL: 'none' }, {}, ['npm', 'start']);
  onTestFailed(() => npm.signal('SIGKILL'));
  const status = () => ask(`${npm.url}/api/health`, new Agent());
  expect(await status()).toMatchObject({ status: 200 });
  await npm.stop();
  await expect.poll(status, SOON).toBe('refused');
});

test('an address that this machine has not is named', async () => {
  await expect(startServer({ DATABASE_URL: 'none', HOST: '192.0.2.7' })).rejects.toThrow(
    'HOST is "192.0.2.7", but this machine has no such address.',
  );
});
