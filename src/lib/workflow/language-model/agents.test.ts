import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { agentsServer, type AgentsServer } from '../../../../tests/fixtures/agents-server.ts';
import {
  fails,
  fallsSilent,
  hangs,
  refuses,
  resets,
  says,
  scriptedModel,
  writes,
  type Reply,
  type ScriptedModel,
} from '../../../../tests/fixtures/scripted-model.ts';
import type { Brief, Instrument, SectionName } from '../../core/brief.ts';
import { directionOf } from '../../core/direction.ts';
import type { Affect, Emotion } from '../../core/emotion.ts';
import { NO_PREFERENCES } from '../../core/preferences.ts';
import type { FallBack, Occasion } from '../agents.ts';
import { fromPrompt } from '../from-prompt.ts';
import { silenced } from '../rules/avoided.ts';
import { anyOccasion, anyWords, coherent } from '../rules/briefs.testing.ts';
import { ruleAgents } from '../rules/agents.ts';
import { agentServer } from './agent-server.ts';
import { languageModelAgents } from './agents.ts';

const SAD: Occasion = { emotion: 'sad', affect: null, intent: 'soothe', duration: 30, seed: 1 };

/** A brief that goes half the way that soothes, as a model writes it. */
function sketch(
  names: readonly SectionName[],
  instruments: Instrument[] = ['harp'],
  { emotion = 'sad' as Emotion, mode = 'ionian' } = {},
) {
  const [from, to] = directionOf(emotion, 'soothe').path;
  const between = (axis: keyof Affect, i: number) =>
    from[axis] + ((to[axis] - from[axis]) * i) / Math.max(1, names.length - 1);
  const sections = names.map((name, i) => ({
    name,
    key: { tonic: 'C', mode },
    progression: ['I', 'IV'],
    instruments,
    dynamic: 'p',
    density: 0.3,
    affect: { valence: between('valence', i), arousal: between('arousal', i) },
  }));
  const mix = { reverb: 0.5, warmth: 0.5, brightness: 0.4, hiss: 0 };
  return { genre: 'ambient', mood: ['moonlit'], tempo: { start: 60, end: 66 }, sections, mix, avoid: [] };
}

const THREE = ['match', 'theme', 'settle'] as const;
const GOOD = writes(sketch(THREE));

let endpoint: ScriptedModel;
let servers: AgentsServer[] = [];
beforeAll(async () => void (endpoint = await scriptedModel()));
afterAll(() => endpoint.stop());
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
});

async function started(waits: { timeout?: number; deadline?: number } = {}, tokens?: number) {
  const model = { apiKey: 'key', baseURL: endpoint.url, name: 'scripted', ...waits };
  const server = await agentsServer(model, tokens);
  servers.push(server);
  return { server, agents: languageModelAgents(agentServer(server.url)) };
}

/** Hears everything. */
function listening() {
  const heard = { fractions: [] as number[], reasons: [] as FallBack[] };
  const progress = (fraction: number) => void heard.fractions.push(fraction);
  return { heard, listener: { progress, fellBack: (why: FallBack) => void heard.reasons.push(why) } };
}

test('a language model drafts: its structure, and a prompt rendered from it', async () => {
  endpoint.script(GOOD);
  const { agents } = await started();
  const { heard, listener } = listening();
  const brief = await agents.draft(SAD, undefined, listener);
  expect(brief).toMatchObject({
    author: 'language-model',
    genre: 'ambient',
    mood: ['moonlit'],
    duration: 30,
  });
  expect(brief.prompt).toMatch(/^Moonlit ambient, leading from sorrow to quiet hope/);
  expect(brief.prompt).toContain('60 to 66 BPM');
  expect(heard.reasons).toEqual([]);
  expect(heard.fractions.length).toBeGreaterThan(5);
  expect(heard.fractions).toEqual(heard.fractions.toSorted((a, b) => a - b));
  expect(heard.fractions.at(-1)).toBeLessThan(1);
});

test('nothing travels but what a brief is written from', async () => {
  endpoint.script(GOOD);
  const { agents, server } = await started();
  const media = { kind: 'emotion', by: 'face', probabilities: { sad: 1 }, box: { x: 0 } };
  const affect = { valence: -0.5, arousal: -0.5 };
  const drafted = await agents.draft({ ...SAD, affect, ...media } as Occasion);
  const merged = await agents.merge(drafted, 'by the sea');
  await agents.personalise(merged, { ...NO_PREFERENCES, instruments: ['flute'], avoid: ['鼓'] });
  const [asked, draft, merge, personalise] = server.asked;
  expect(asked).toEqual({ agent: 'GET', body: '' });
  expect(JSON.parse(draft!.body)).toEqual({ emotion: 'sad', affect, intent: 'soothe', duration: 30 });
  expect(Object.keys(JSON.parse(merge!.body) as object)).toEqual(['brief', 'words']);
  expect(JSON.parse(personalise!.body)).toMatchObject({
    preferences: { instruments: ['flute'], avoid: ['drums'] },
  });
  expect(server.asked).toHaveLength(4);
});

test.each<[FallBack, string, Reply, { timeout?: number; deadline?: number }]>([
  ['late', 'hang', hangs, { timeout: 200 }],
  ['late', 'hang halfway', fallsSilent('{"genre":'), { deadline: 300 }],
  ['unavailable', 'reset mid-stream', resets('{"genre":'), {}],
  ['busy', '429 with Retry-After 3600', fails(429, { 'retry-after': '3600' }), {}],
  ['unavailable', '500', fails(500), {}],
  ['unusable', '200 prose', says('Here is your music.'), {}],
  ['unusable', 'truncated JSON', says('{"genre": "amb'), {}],
  ['refused', 'refusal', refuses, {}],
])('case 21: %s: the rules write after %s, and it is said why', async (why, _, reply, waits) => {
  endpoint.script(reply);
  const { agents, server } = await started(waits);
  const { heard, listener } = listening();
  const brief = await agents.draft(SAD, undefined, listener);
  expect(brief).toEqual(await ruleAgents.draft(SAD));
  expect(heard.reasons).toEqual([why]);
  expect(server.records).toMatchObject([{ agent: 'draft', outcome: 'failed', failure: { code: why } }]);

  const requests = endpoint.requests.length;
  const merged = await agents.merge(brief, 'with a harp', undefined, listener);
  const preferences = { ...NO_PREFERENCES, instruments: ['flute' as const] };
  const last = await agents.personalise(merged, preferences, undefined, listener);
  expect(last).toEqual(
    await ruleAgents.personalise(await ruleAgents.merge(brief, 'with a harp'), preferences),
  );
  expect(heard.reasons).toEqual([why]);
  expect(endpoint.requests).toHaveLength(requests);
});

test('a budget that is used up: the rules write, and it is said why', async () => {
  endpoint.script(GOOD);
  const { agents } = await started({}, 100);
  const { heard, listener } = listening();
  expect((await agents.draft(SAD, undefined, listener)).author).toBe('rules');
  expect(heard.reasons).toEqual(['spent']);
  expect(endpoint.requests).toEqual([]);
});

test('a server that went away: the rules write, and it is said why', async () => {
  endpoint.script(GOOD);
  const { agents, server } = await started();
  await agents.draft(SAD);
  await server.stop();
  const { heard, listener } = listening();
  expect(await agents.draft({ ...SAD, seed: 2 }, undefined, listener)).toEqual(
    await ruleAgents.draft({ ...SAD, seed: 2 }),
  );
  expect(heard.reasons).toEqual(['offline']);
});

test('no language model: the server is asked once, and nothing is said of it', async () => {
  const server = await agentsServer(null);
  servers.push(server);
  const agents = languageModelAgents(agentServer(server.url));
  const { heard, listener } = listening();
  for (const seed of [1, 2, 3]) await agents.draft({ ...SAD, seed }, undefined, listener);
  expect(server.asked).toEqual([{ agent: 'GET', body: '' }]);
  expect(heard.reasons).toEqual([]);
});

test('a server that can’t be reached is asked again, and nothing is said of it', async () => {
  endpoint.script(GOOD);
  const away = await agentsServer(null);
  await away.stop();
  const agents = languageModelAgents(agentServer(away.url));
  const { heard, listener } = listening();
  expect((await agents.draft(SAD, undefined, listener)).author).toBe('rules');
  expect((await agents.draft(SAD, undefined, listener)).author).toBe('rules');
  expect(heard.reasons).toEqual([]);
});

test('a page on another server has no language model', async () => {
  const pages = createServer((_, response) => response.end('<!doctype html>')).listen(0, '127.0.0.1');
  await once(pages, 'listening');
  const { port } = pages.address() as AddressInfo;
  const agents = languageModelAgents(agentServer(`http://127.0.0.1:${port}`));
  expect(await agents.draft(SAD)).toEqual(await ruleAgents.draft(SAD));
  pages.closeAllConnections();
  pages.close();
});

test('the same wish with the same seed is the same brief, and is not asked for twice', async () => {
  endpoint.script(GOOD, writes({ ...sketch(THREE), genre: 'cinematic' }));
  const { agents } = await started();
  const first = await agents.draft(SAD);
  expect(await agents.draft(SAD)).toBe(first);
  expect(endpoint.requests).toHaveLength(1);
  expect((await agents.draft({ ...SAD, seed: 2 })).genre).toBe('cinematic');
  expect(endpoint.requests).toHaveLength(2);
});

test('what the words ask for plainly is settled by the rules, and what the model plays against it goes', async () => {
  endpoint.script(GOOD, writes(sketch(THREE, ['harp', 'strings', 'brushes'])));
  const { agents } = await started();
  const merged = await agents.merge(await agents.draft(SAD), '不要大提琴，45秒');
  expect(merged).toMatchObject({ author: 'language-model', duration: 45, words: '不要大提琴，45秒' });
  expect(merged.avoid).toContain('cello');
  for (const { instruments } of merged.sections) expect(instruments).toEqual(['harp', 'brushes']);
});

test('preferences without a wish, and words without a letter, ask for nothing', async () => {
  endpoint.script(GOOD);
  const { agents } = await started();
  const drafted = await agents.draft(SAD);
  expect(await agents.personalise(drafted, NO_PREFERENCES)).toEqual(drafted);
  expect(await agents.merge(drafted, ' \n')).toEqual(drafted);
  expect(endpoint.requests).toHaveLength(1);
});

test('a prompt that is the user’s own stays to the letter, and the model reads it', async () => {
  const own = 'moonlight on my grandmother’s garden';
  const brief = fromPrompt(own, { intent: 'soothe', duration: 30, seed: 1 });
  endpoint.script(writes(sketch(THREE, ['bell'], { emotion: 'neutral' })));
  const { agents } = await started();
  const merged = await agents.merge(brief, own);
  expect(merged).toMatchObject({ author: 'language-model', prompt: own, words: own, mood: ['moonlit'] });
  expect(merged.sections[0]?.instruments).toEqual(['bell']);
});

test('a cancel reaches the model', async () => {
  endpoint.script(fallsSilent('{"genre":'));
  const { agents } = await started({ deadline: 3_600_000 });
  const cancelled = new AbortController();
  const refused = expect(agents.draft(SAD, cancelled.signal)).rejects.toMatchObject({ name: 'AbortError' });
  await expect.poll(() => endpoint.requests.length, { timeout: 20_000 }).toBe(1);
  cancelled.abort();
  await expect.poll(() => endpoint.abandoned, { timeout: 20_000 }).toBe(1);
  await refused;
});

test('whatever is wished for and whatever is written, the brief holds together', async () => {
  const { agents } = await started();
  const parts = fc.record({
    instruments: fc.uniqueArray(fc.constantFrom<Instrument>('piano', 'kit', 'pad', 'electric-guitar'), {
      minLength: 1,
    }),
    mode: fc.constantFrom('ionian', 'phrygian'),
  });
  let byModel = 0;
  await fc.assert(
    fc.asyncProperty(anyOccasion, anyWords, parts, async (occasion, words, { instruments, mode }) => {
      endpoint.script((response, request) => {
        const occasion = request.messages.findLast(({ content }) => content.startsWith('{"task"'))!;
        const { sections, emotion } = JSON.parse(occasion.content) as Brief;
        const names = sections.map(({ name }) => name);
        writes(sketch(names, instruments, { emotion, mode }))(response, request);
      });
      const drafted: Brief = await agents.draft(occasion);
      const merged = await agents.merge(drafted, words);
      const avoid = ['鼓', 'piano'];
      const last = coherent(await agents.personalise(merged, { ...NO_PREFERENCES, avoid }));
      if (last.author === 'language-model') byModel++;
      const out = silenced(last.avoid);
      for (const section of last.sections) expect(section.instruments.filter((i) => out.has(i))).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(byModel).toBeGreaterThan(20);
});
