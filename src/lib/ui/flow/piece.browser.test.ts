import { beforeEach, expect, it, vi } from 'vitest';
import { DURATION } from '#lib/core/brief.ts';
import { hearing } from './hearing.svelte.ts';
import { piece } from './piece.svelte.ts';
import { wish } from './wish.svelte.ts';
import { history } from './history.svelte.ts';
import { rating } from './rating.svelte.ts';
import { settings } from './settings.svelte.ts';
import { store } from './store.ts';
import { work } from './work.svelte.ts';

const EVERYTHING = { emotion: null, text: '' };

async function kept(): Promise<string[]> {
  const { sessions } = await store.page(EVERYTHING, null);
  return sessions.map(({ id }) => id);
}

beforeEach(async () => {
  await history.clear();
  settings.engine = 'composer';
  wish.edits = {};
  wish.params = { ...wish.params, duration: DURATION.min };
  await wish.startFrom({ kind: 'emotion', emotion: 'sad', affect: null, by: 'hand' });
});

it('closes the player of a deleted piece, which no rating brings back', async () => {
  await piece.makeIt();
  const { session } = rating;
  if (session === null) throw new Error('nothing was made');
  expect(await kept()).toEqual([session.id]);

  await history.remove(session);
  expect(hearing.listening).toBeNull();
  expect(hearing.made).toBeNull();
  expect(rating.session).toBeNull();
  await rating.say({ stars: 5 });
  expect(await kept()).toEqual([]);
});

it('brings nothing back that was deleted elsewhere', async () => {
  await piece.makeIt();
  await store.clear();
  await rating.say({ stars: 5 });
  expect(rating.saved).toBe(false);
  expect(rating.error).toMatchObject({ code: 'piece_gone' });
  expect(await kept()).toEqual([]);
});

it('keeps the other pieces and the player when one that is not heard is deleted', async () => {
  await piece.makeIt();
  const first = rating.session;
  await piece.again();
  if (first === null) throw new Error('nothing was made');
  await history.remove(first);
  expect(hearing.listening).not.toBeNull();
  await rating.say({ stars: 2 });
  expect(await kept()).toEqual([rating.session?.id]);
});

it('keeps the changes by hand in another draft', async () => {
  wish.edits = { genre: 'rock', tempo: { start: 91, end: 77 }, instruments: ['harp', 'strings'] };
  await piece.another();
  const brief = hearing.made?.take.brief;
  expect(brief).toMatchObject({ genre: 'rock', tempo: { start: 91, end: 77 } });
  expect(new Set(brief?.sections.flatMap(({ instruments }) => instruments))).toEqual(
    new Set(['harp', 'strings']),
  );
});

it('says that a piece was stopped, and makes the same one when asked to', async () => {
  const making = piece.makeIt();
  await vi.waitFor(() => expect(work.busy?.task).toBe('make'));
  const asked = hearing.playing;
  work.stop();
  await making;
  expect(hearing.listening).toBeNull();
  expect(work.failure).toMatchObject({ task: 'make', error: { code: 'cancelled' } });

  await piece.retry();
  expect(work.failure).toBeNull();
  expect(hearing.made?.take.brief).toEqual(asked);
});

it('leaves the choice of a model open when a piece is played that none made', async () => {
  await piece.makeIt();
  localStorage.removeItem('attune-model');
  await piece.replay(rating.session!);
  expect(localStorage.getItem('attune-model')).toBeNull();
});
