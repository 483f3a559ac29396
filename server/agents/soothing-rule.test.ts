import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DYNAMICS, GENRES, INSTRUMENTS, MINOR_MODES, MODES, TONICS } from '../../src/lib/core/brief.ts';
import { directionOf, ROUGH_GENRES, tempoRoom } from '../../src/lib/core/direction.ts';
import { EMOTIONS, INTENTS, type Emotion } from '../../src/lib/core/emotion.ts';
import { Structure } from '../../src/lib/core/wire/agents.ts';
import { anyBrief, anyNumeral } from '../../tests/fixtures/any-brief.ts';
import { Sketch } from './sketch.ts';
import { judge, type Verdict } from './soothing-rule.ts';
import { draftTask, mergeTask, personaliseTask, type Task } from './task.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const signed = fc.double({ min: -1, max: 1, noNaN: true });
const affect = fc.record({ valence: signed, arousal: signed });
const bpm = fc.double({ min: 40, max: 200, noNaN: true });
const text = fc.oneof(fc.string(), fc.constantFrom('warm', 'drums', 'piano', '<b>', 'harsh highs', '温暖'));
const entry = fc.constantFrom('drums', 'piano', 'bells', 'sudden hits', '鼓');

const anyPart = fc.record({
  key: fc.record({ tonic: fc.constantFrom(...TONICS), mode: fc.constantFrom(...MODES) }),
  progression: fc.array(anyNumeral, { minLength: 1, maxLength: 16 }),
  instruments: fc.array(fc.constantFrom(...INSTRUMENTS), { minLength: 1, maxLength: 6 }),
  dynamic: fc.constantFrom(...DYNAMICS),
  density: unit,
  affect,
});

const anyDraft = fc
  .record({
    emotion: fc.constantFrom(...EMOTIONS),
    affect: fc.option(affect),
    intent: fc.constantFrom(...INTENTS),
    duration: fc.double({ min: 5, max: 120, noNaN: true }),
  })
  .map(draftTask);
const refusing = fc
  .tuple(anyBrief, fc.uniqueArray(entry), fc.constantFrom('', 'slow rain'))
  .map(([{ prompt: _, ...brief }, avoid, words]) => ({ ...brief, avoid, words }));
const anyMerge = refusing.map((brief) => mergeTask({ brief, words: 'rain' }));
const tempi = fc.tuple(bpm, bpm).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
const anyPersonal = fc
  .tuple(refusing, fc.option(tempi), fc.uniqueArray(entry))
  .map(([brief, tempo, avoid]) =>
    personaliseTask({ brief, preferences: { genres: [], instruments: [], tempo, avoid } }),
  );
const anyTask: fc.Arbitrary<Task> = fc.oneof(anyDraft, anyMerge, anyPersonal);

/** A task, and anything that fits the form. */
const anyCase = anyTask.chain((task) =>
  fc
    .record({
      genre: fc.constantFrom(...GENRES),
      mood: fc.array(text, { minLength: 1, maxLength: 5 }),
      tempo: fc.record({ start: bpm, end: bpm }),
      parts: fc.array(anyPart, { minLength: task.spans.length, maxLength: task.spans.length }),
      mix: fc.record({ reverb: unit, warmth: unit, brightness: unit, hiss: unit }),
      avoid: fc.array(text, { maxLength: 8 }),
    })
    .map(({ parts, ...rest }) => {
      const sections = parts.map((part, i) => ({ ...part, name: task.spans[i]!.name }));
      return { task, sketch: { ...rest, sections } satisfies Sketch };
    }),
);

function briefOf(verdict: Verdict): Structure | null {
  return 'brief' in verdict ? verdict.brief : null;
}

test('whatever a model writes, what comes of it is a brief, and what was settled stays', () => {
  let briefs = 0;
  fc.assert(
    fc.property(anyCase, ({ task, sketch }) => {
      expect(Sketch.parse(sketch)).toEqual(sketch);
      const brief = briefOf(judge(sketch, task));
      if (brief === null) return;
      briefs++;
      expect(Structure.parse(brief)).toEqual(brief);
      const { emotion, intent, duration, spans } = task;
      expect(brief).toMatchObject({ author: 'language-model', emotion, intent, duration });
      expect(brief.words).toBe(task.brief?.words ?? '');
      expect(brief.sections.map(({ name, start, end }) => ({ name, start, end }))).toEqual(spans);
      const settled = task.brief?.avoid ?? directionOf(emotion, intent).avoid;
      expect(brief.avoid).toEqual(expect.arrayContaining([...settled, ...(task.preferences?.avoid ?? [])]));
      for (const { instruments } of brief.sections) {
        if (brief.avoid.includes('drums')) expect(instruments).not.toContain('kit');
        if (brief.avoid.includes('piano')) expect(instruments).not.toContain('piano');
      }
    }),
    { numRuns: 1000 },
  );
  expect(briefs).toBeGreaterThan(100);
});

test('the tempo lies in range, goes the way that soothes, and does not hurry', () => {
  fc.assert(
    fc.property(anyCase, ({ task, sketch }) => {
      const brief = briefOf(judge(sketch, task));
      if (brief === null) return;
      const { start, end } = brief.tempo;
      const way = directionOf(task.emotion, task.intent).tempo;
      const there = task.brief ? [task.brief.tempo.start, task.brief.tempo.end] : [];
      const wish = task.preferences?.tempo;
      const reach = [way.start - 6, way.start + 6, way.end - 6, way.end + 6, ...there];
      const all = [...reach, ...(wish ? [wish.min, wish.max] : [])];
      for (const tempo of [start, end]) {
        expect(tempo).toBeGreaterThanOrEqual(Math.min(...all));
        expect(tempo).toBeLessThanOrEqual(Math.max(...all));
        if (!wish || task.brief?.words !== '') continue;
        expect(tempo).toBeGreaterThanOrEqual(wish.min);
        expect(tempo).toBeLessThanOrEqual(wish.max);
      }
      if (task.intent === 'soothe') expect((way.end - way.start) * (end - start)).toBeGreaterThanOrEqual(0);
      const pace = there.length > 0 ? Math.abs(there[0]! - there[1]!) : 0;
      const room = Math.max(tempoRoom(Math.min(start, end), task.duration), pace);
      expect(Math.abs(end - start)).toBeLessThanOrEqual(room + 1e-9);
    }),
    { numRuns: 1000 },
  );
});

test('a draft that soothes leads: nobody is kept where they are, startled, or left in the dark', () => {
  fc.assert(
    fc.property(anyCase, ({ task, sketch }) => {
      const brief = briefOf(judge(sketch, task));
      if (brief === null || task.agent !== 'draft' || task.intent === 'express') return;
      const { forbidden, dynamics, path } = directionOf(task.emotion, 'soothe');
      expect(ROUGH_GENRES).not.toContain(brief.genre);
      const loudest = Math.max(DYNAMICS.indexOf(dynamics.start), DYNAMICS.indexOf(dynamics.end));
      for (const { instruments, dynamic } of brief.sections) {
        expect(instruments.filter((i) => forbidden.includes(i))).toEqual([]);
        expect(DYNAMICS.indexOf(dynamic)).toBeLessThanOrEqual(loudest);
      }
      const affects = brief.sections.map((section) => section.affect);
      const [start, , end] = path;
      for (const [i, { valence, arousal }] of affects.entries()) {
        expect(valence).toBeGreaterThanOrEqual(affects[i - 1]?.valence ?? -1);
        const step = arousal - (affects[i - 1]?.arousal ?? arousal);
        expect(step * Math.sign(end.arousal - start.arousal)).toBeGreaterThanOrEqual(0);
      }
      if (affects.length === 1) return;
      expect(MINOR_MODES).not.toContain(brief.sections.at(-1)?.key.mode);
    }),
    { numRuns: 1000 },
  );
});

describe.each<[Emotion, 'arousal' | 'valence', 1 | -1]>([
  ['angry', 'arousal', -1],
  ['fear', 'arousal', -1],
  ['surprise', 'arousal', -1],
  ['disgust', 'valence', 1],
  ['sad', 'valence', 1],
])('%s', (emotion, axis, sign) => {
  const task = draftTask({ emotion, affect: null, intent: 'soothe', duration: 30 });
  const [from, , to] = directionOf(emotion, 'soothe').path;
  const sketch = (affects: (typeof from)[]): Sketch => ({
    genre: 'ambient',
    mood: ['calm'],
    tempo: { start: 70, end: 70 },
    sections: task.spans.map(({ name }, i) => ({
      name,
      key: { tonic: 'C', mode: 'ionian' },
      progression: ['I'],
      instruments: ['pad'],
      dynamic: 'p',
      density: 0.3,
      affect: affects[i]!,
    })),
    mix: { reverb: 0, warmth: 0, brightness: 0, hiss: 0 },
    avoid: [],
  });

  test(`ends with ${sign === 1 ? 'more' : 'less'} ${axis} than it begins with`, () => {
    expect(briefOf(judge(sketch([from, from, from]), task))).toBeNull();
    expect(briefOf(judge(sketch([to, from, from]), task))).toBeNull();
    const brief = briefOf(judge(sketch([from, to, to]), task));
    const [first, last] = [brief!.sections[0]!.affect, brief!.sections.at(-1)!.affect];
    expect((last[axis] - first[axis]) * sign).toBeGreaterThan(0.1);
  });
});
