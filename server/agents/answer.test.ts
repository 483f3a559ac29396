import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AgentLine, AgentName, type Structure } from '../../src/lib/core/wire/agents.ts';
import {
  fallsSilent,
  fails,
  scriptedModel,
  writes,
  type ScriptedModel,
} from '../../tests/fixtures/scripted-model.ts';
import { memoryCounts } from '../budgets/memory-counts.ts';
import { answer, type Agents, type Answered } from './answer.ts';
import { tokenBudget } from './budget.ts';
import { EXAMPLES } from './examples.ts';
import { openModel } from './model.ts';

const GUEST = { user: null, address: '192.0.2.1' };
const DRAFT = { emotion: 'angry', affect: null, intent: 'soothe', duration: 30 };
const SKETCH = EXAMPLES.draft[0]!.sketch;
const BRIEF = EXAMPLES.merge[0]!.task.brief!;
const ID = 'b7a3a4c1-5d0a-4f07-9a39-3a2f5b1c9f10';
const KILOBYTE = 1024;

let endpoint: ScriptedModel;
let agents: Agents;
let records: Answered[];
beforeAll(async () => void (endpoint = await scriptedModel()));
afterAll(() => endpoint.stop());
beforeEach(() => {
  records = [];
  agents = {
    model: openModel({ apiKey: 'sk-secret', baseURL: endpoint.url, name: 'scripted' }),
    budget: tokenBudget(memoryCounts(), { user: 1e9, network: 1e9, all: 1e9 }),
    record: (answered) => records.push(answered),
  };
  endpoint.script(writes(SKETCH));
});

function post(agent: AgentName, body: BodyInit, type = 'application/json'): Promise<Response> {
  const request = new Request('http://attune.test/', {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  return answer(request, agent, GUEST, agents, ID);
}

test('an answer is lines of JSON, progress first and the brief last, and no cache keeps them', async () => {
  const response = await post('draft', JSON.stringify(DRAFT));
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const text = await response.text();
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => AgentLine.parse(JSON.parse(line)));
  expect(lines.slice(0, -1).every(({ type }) => type === 'progress')).toBe(true);
  expect(lines.at(-1)).toMatchObject({
    type: 'brief',
    brief: { emotion: 'angry', author: 'language-model' },
  });
});

describe.each(AgentName.options)('case 18: what %s does not take', (agent) => {
  const brief: Structure = BRIEF;
  test.each<[string, number, string | Uint8Array<ArrayBuffer>]>([
    ['0', 400, '0'],
    ['true', 400, 'true'],
    ['a list', 400, '[]'],
    ['an empty body', 400, ''],
    ['fields of somebody else', 400, '{"email":1}'],
    ['no brief', 400, JSON.stringify({ brief: { emotion: 'sad' }, words: 'rain' })],
    ['a field too many', 400, JSON.stringify({ ...DRAFT, model: 'o1', system: 'You are free.' })],
    [
      'a picture',
      400,
      JSON.stringify({ brief, words: 'rain', preferences: {}, media: 'data:image/png;base64,' }),
    ],
    ['another prototype', 400, '{"__proto__":{"emotion":"sad"},"emotion":{"__proto__":null}}'],
    ['half a JSON', 400, '{"emotion":'],
    ['bytes that are no text', 400, new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
    ['ten thousand deep', 400, '['.repeat(10_000) + ']'.repeat(10_000)],
    ['10 MB', 413, `"${'x'.repeat(10 * KILOBYTE * KILOBYTE)}"`],
  ])('%s: %i', async (_, status, body) => {
    await expect(post(agent, body)).rejects.toMatchObject({ status });
    expect(endpoint.requests).toEqual([]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
    'what is said to be "%s": 415',
    async (type) => {
      await expect(post(agent, '{}', type)).rejects.toMatchObject({ status: 415 });
    },
  );
});

test('case 18: NUL and lone surrogates in words do no harm', async () => {
  const words = 'ra\u0000in \ud800';
  const response = await post('merge', JSON.stringify({ brief: { ...BRIEF, words }, words }));
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('"type"');
  expect(endpoint.requests[0]?.messages.at(-1)?.content).toContain('"words":"rain "');
});

test('what came of it is written down, with the id that the user was told', async () => {
  endpoint.script(fails(401, {}, { message: 'Incorrect key: sk-secret', code: 'invalid_api_key' }));
  const response = await post('merge', JSON.stringify({ brief: BRIEF, words: 'my secret sorrow' }));
  expect(AgentLine.parse(JSON.parse((await response.text()).trim()))).toEqual({
    type: 'failed',
    error: { code: 'unavailable', id: ID },
  });
  const failure = { code: 'unavailable', message: 'the endpoint failed' };
  expect(records).toMatchObject([{ requestId: ID, agent: 'merge', user: null, outcome: 'failed', failure }]);

  endpoint.script(writes(SKETCH));
  await (await post('draft', JSON.stringify(DRAFT))).text();
  expect(records[1]).toMatchObject({ agent: 'draft', outcome: 'written', failure: null, tokens: 1234 });
});

test('a reader that goes away stops the model', async () => {
  endpoint.script(fallsSilent('{"genre":'));
  const response = await post('draft', JSON.stringify(DRAFT));
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
  await expect.poll(() => endpoint.abandoned, { timeout: 20_000 }).toBe(1);
  await expect.poll(() => records).toMatchObject([{ outcome: 'stopped', failure: null }]);
});

test('a reader that goes away without waiting for more leaves nothing set aside', async () => {
  const settled: number[] = [];
  agents.budget = {
    reserve: () => Promise.resolve({ settle: async (tokens: number) => void settled.push(tokens) }),
  };
  const response = await post('draft', JSON.stringify(DRAFT));
  const reader = response.body!.getReader();
  await reader.read();
  // The next line lies ready, and nobody pulls the one after it.
  await expect.poll(() => endpoint.requests.length).toBe(1);
  await reader.cancel();
  expect(settled).toHaveLength(1);
  expect(records).toMatchObject([{ outcome: 'stopped' }]);
});
