import { beforeAll, expect, test } from 'vitest';
import { inlineStudio } from '../src/lib/audio/inline-studio.ts';
import { score } from '../src/lib/audio/score/score.ts';
import { concat, frames, type Audio, type AudioChunk } from '../src/lib/core/audio.ts';
import type { Brief } from '../src/lib/core/brief.ts';
import { EMOTIONS, INTENTS } from '../src/lib/core/emotion.ts';
import { Params } from '../src/lib/core/params.ts';
import type { Measures } from '../src/lib/core/take.ts';
import { composer } from '../src/lib/music/engines/composer/composer.ts';
import { ruleAgents } from '../src/lib/workflow/rules/agents.ts';

interface Taken {
  brief: Brief;
  raw: Audio;
  measures: Measures;
  total: number;
}

const DURATION = 12;
const studio = inlineStudio();
const takes: Taken[] = [];

async function play(brief: Brief, seed: number): Promise<Audio> {
  const chunks: AudioChunk[] = [];
  for await (const update of composer.generate(brief, Params.parse({ duration: DURATION, seed }))) {
    if (update.type === 'audio') chunks.push(update.chunk);
  }
  return concat(chunks);
}

async function totalOf(raw: Audio, brief: Brief): Promise<number> {
  return (await studio.finish(raw, brief, 'loudness')).score.total;
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const mapped = (
  audio: Audio,
  change: (channel: Float32Array<ArrayBuffer>) => Float32Array<ArrayBuffer>,
): Audio => ({
  ...audio,
  channels: audio.channels.map(change),
});

beforeAll(async () => {
  for (const intent of INTENTS) {
    for (const [index, emotion] of EMOTIONS.entries()) {
      const seed = 100 + index;
      const brief = await ruleAgents.draft({ emotion, affect: null, intent, duration: DURATION, seed });
      const raw = await play(brief, seed);
      const { measures, score } = await studio.finish(raw, brief, 'loudness');
      takes.push({ brief, raw, measures, total: score.total });
    }
  }
}, 120_000);

test("the composer's takes come out at level and conform to their briefs", () => {
  for (const { brief, measures, total } of takes) {
    expect(Math.abs(measures.loudness! + 16), brief.emotion).toBeLessThan(0.5);
    expect(measures.truePeak, brief.emotion).toBeLessThanOrEqual(-1);
    expect(total, `${brief.intent} ${brief.emotion}`).toBeGreaterThan(0.6);
  }
  expect(mean(takes.map(({ total }) => total))).toBeGreaterThan(0.9);
});

test('by the brief of another emotion they score lower', () => {
  const pairs = takes.flatMap(({ brief, measures, total }) =>
    takes
      .filter((other) => other.brief.intent === brief.intent && other.brief.emotion !== brief.emotion)
      .map((other) => ({ own: total, wrong: score(measures, other.brief).total })),
  );
  expect(pairs.filter(({ own, wrong }) => own > wrong).length / pairs.length).toBeGreaterThan(0.9);
  expect(mean(pairs.map(({ own, wrong }) => own - wrong))).toBeGreaterThan(0.2);
});

test('clipped, half as long, or silent, they fail', async () => {
  for (const { brief, raw } of [takes[0]!, takes[3]!, takes[12]!]) {
    const clipped = mapped(raw, (channel) => channel.map((x) => Math.max(-1, Math.min(1, 12 * x))));
    expect(await totalOf(clipped, brief), `${brief.emotion} clipped`).toBeLessThan(0.2);
    const half = mapped(raw, (channel) => channel.slice(0, frames(raw) / 2));
    expect(await totalOf(half, brief), `${brief.emotion} half as long`).toBeLessThan(0.01);
    const silent = mapped(raw, (channel) => new Float32Array(channel.length));
    expect(await totalOf(silent, brief), `${brief.emotion} silent`).toBeLessThan(0.01);
  }
}, 60_000);
