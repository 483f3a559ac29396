import { expect, test } from 'vitest';
import { AttuneError, type ErrorCode } from '../../../core/errors.ts';
import type { Tokens } from '../../../core/tokens.ts';
import type { EngineUpdate } from '../../engine.ts';
import { afterCrash, beginCourse, survive, surviving, type Course, type Try } from './surviving.ts';

const tokens = (frames: number): Tokens => ({ codebooks: 4, frames, codes: new Uint16Array(4 * frames) });

const chunk = (start: number) => ({ sampleRate: 10, start, channels: [new Float32Array(10)] });

/** Sounds 3 chunks from nothing, whatever it starts from, and warns of the first; fails after the first where it is told to. */
function engine(failures: Partial<Record<Try, ErrorCode>>) {
  const begun: { where: Try; from: number }[] = [];
  async function* run(where: Try, start: readonly Tokens[] | undefined): AsyncGenerator<EngineUpdate> {
    const from = start?.[0]?.frames ?? 0;
    begun.push({ where, from });
    for (let i = 0; i < 3; i++) {
      if (i === 0) yield { type: 'warning', variation: 0, warning: 'silence' };
      yield { type: 'audio', variation: 0, chunk: chunk(10 * i) };
      yield { type: 'tokens', tokens: [tokens(Math.max(from, 50 * (i + 1)))] };
      const code = failures[where];
      if (i === 1 && code !== undefined) throw new AttuneError(code);
    }
    yield { type: 'finished', results: [] };
  }
  return { run, begun };
}

async function follow(course: Course, run: ReturnType<typeof engine>['run']): Promise<string[]> {
  const said: string[] = [];
  for await (const update of surviving(course, run)) {
    if (update.type === 'audio') said.push(`audio ${update.chunk.start}`);
    else if (update.type === 'warning') said.push(update.warning);
    else if (update.type === 'moved') said.push(`moved ${update.to}`);
    else if (update.type === 'finished') said.push('finished');
  }
  return said;
}

test('a device that fails twice gives way to WASM, from the tokens that were made, without sounding or telling anything twice', async () => {
  const course = beginCourse();
  const { run, begun } = engine({ wished: 'device_failed', again: 'worker_crashed' });
  expect(await follow(course, run)).toEqual([
    'silence',
    'audio 0',
    'audio 10',
    'moved again',
    'moved wasm',
    'audio 20',
    'finished',
  ]);
  expect(begun).toEqual([
    { where: 'wished', from: 0 },
    { where: 'again', from: 100 },
    { where: 'wasm', from: 100 },
  ]);
  await follow(course, run);
  expect(begun.at(-1)).toEqual({ where: 'wasm', from: 0 });
});

test.each(['cancelled', 'engine_failed', 'model_missing'] as const)(
  '%s is not the fault of the device',
  async (code) => {
    const { run, begun } = engine({ wished: code });
    await expect(follow(beginCourse(), run)).rejects.toMatchObject({ code });
    expect(begun).toHaveLength(1);
  },
);

test('when WASM fails too, that is the failure', async () => {
  const { run } = engine({ wished: 'device_failed', again: 'device_failed', wasm: 'worker_crashed' });
  await expect(follow(beginCourse(), run)).rejects.toMatchObject({ code: 'worker_crashed' });
});

test('a move while the model was loading is told by the next piece, once', async () => {
  const course = beginCourse();
  const load = async (where: Try) => {
    if (where === 'wished') throw new AttuneError('device_failed');
    return where;
  };
  expect(await survive(course, load)).toBe('again');
  const { run } = engine({});
  expect((await follow(course, run))[0]).toBe('moved again');
  expect((await follow(course, run))[0]).toBe('silence');
});

test('a worker that dies under several pieces is one failure, and each goes on in the next', async () => {
  const course = beginCourse();
  const death = Promise.withResolvers<never>();
  const begun: Try[] = [];
  async function* run(where: Try): AsyncGenerator<EngineUpdate> {
    begun.push(where);
    if (where === 'wished') await death.promise;
    yield { type: 'finished', results: [] };
  }
  const all = [
    follow(course, run),
    follow(course, run),
    survive(course, async (where) => (where === 'wished' ? death.promise : where)),
  ];
  death.reject(new AttuneError('worker_crashed'));
  expect((await Promise.all(all))[2]).toBe('again');
  expect(begun).toEqual(['wished', 'wished', 'again', 'again']);
});

test.each([
  ['worker_crashed', 2],
  ['encoder_failed', 1],
  ['cancelled', 1],
] as const)('what is no generation is tried again after a crash alone: %s', async (code, tries) => {
  let begun = 0;
  const failing = async () => {
    begun++;
    throw new AttuneError(code);
  };
  await expect(afterCrash(failing)).rejects.toMatchObject({ code });
  expect(begun).toBe(tries);
});
