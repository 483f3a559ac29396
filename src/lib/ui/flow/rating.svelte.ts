import { AttuneError } from '#lib/core/errors.ts';
import { NO_FEEDBACK, type Feedback } from '#lib/core/feedback.ts';
import type { Session } from '#lib/core/session.ts';
import { store } from './store.ts';

/** How long typing rests until what is typed is kept, ms. */
const REST = 500;

/** The session of the piece that is heard, and what is said of it. Every change is kept at once, typing once it rests. */
function createRating() {
  let session = $state.raw<Session | null>(null);
  let feedback = $state.raw<Feedback>(NO_FEEDBACK);
  let saved = $state(false);
  /** Whether the session lies in the store, or lay there until it was deleted. */
  let kept = false;
  let error = $state.raw<AttuneError | null>(null);
  /** Until typing rests. */
  let typing: ReturnType<typeof setTimeout> | null = null;

  function rested(): void {
    clearTimeout(typing ?? undefined);
    typing = null;
  }

  /** What was said; null where nothing was. */
  const worded = (): Feedback | null =>
    JSON.stringify(feedback) === JSON.stringify(NO_FEEDBACK) ? null : feedback;

  /** @returns whether it lies in the store as it is said here. */
  async function save(): Promise<boolean> {
    rested();
    if (session === null) return false;
    const mine = { ...session, feedback: worded() };
    session = mine;
    saved = false;
    try {
      await keep(mine);
      if (session !== mine) return true;
      saved = typing === null;
      error = null;
      return true;
    } catch (failure) {
      error = AttuneError.from(failure);
      return false;
    }
  }

  /**
   * Only a new session is added: rating one that was deleted meanwhile must not bring it back.
   * @throws AttuneError `piece_gone` where it was, or is not of the user who has signed in.
   */
  async function keep(mine: Session): Promise<void> {
    if (!kept) await store.save(mine);
    else if (!(await store.update(mine))) throw new AttuneError('piece_gone');
    if (session?.id === mine.id) kept = true;
  }

  return {
    get session() {
      return session;
    },
    get feedback() {
      return feedback;
    },
    /** Whether everything that was said is kept. */
    get saved() {
      return saved;
    },
    get error() {
      return error;
    },
    /** A new piece is on its way; how the listener felt before carries over where it was not heard yet. */
    expect(): void {
      feedback = session === null ? { ...NO_FEEDBACK, before: feedback.before } : NO_FEEDBACK;
      session = null;
      saved = false;
      error = null;
    },
    /**
     * Keeps the sessions of what was just made together, each with what was said before; the first is the one heard.
     * @returns whether all of them are kept.
     */
    async begin([first, ...others]: readonly Session[]): Promise<boolean> {
      session = first ?? null;
      kept = false;
      const said = worded();
      const keeping = others.map((other) => store.save({ ...other, feedback: said }));
      // All at once: another piece may be asked for while these are written.
      const saving = save();
      const failure = await Promise.all(keeping).then(() => null, AttuneError.from);
      const isKept = await saving;
      error ??= failure;
      return isKept && failure === null;
    },
    /** Shows what was said on another device meanwhile. What is not kept yet stays. */
    async refresh(): Promise<void> {
      const mine = session;
      if (mine === null || !saved) return;
      const found = await store.get(mine.id).catch(() => null);
      if (found === null || session !== mine) return;
      session = found;
      feedback = found.feedback ?? NO_FEEDBACK;
    },
    /** Goes on with a session out of the history. */
    resume(past: Session): void {
      session = past;
      feedback = past.feedback ?? NO_FEEDBACK;
      saved = kept = true;
      error = null;
    },
    /** The piece is gone, and so is what was said of it. */
    end(): void {
      session = null;
      feedback = NO_FEEDBACK;
      saved = false;
      error = null;
    },
    /** Says what is being typed. It is kept once typing rests: pages are closed with the cursor in a field. */
    type(comment: string): void {
      feedback = { ...feedback, comment };
      saved = false;
      rested();
      typing = setTimeout(() => void save(), REST);
    },
    /** Keeps at once what typing has left. */
    settle(): void {
      if (typing !== null) void save();
    },
    async say(part: Partial<Feedback>): Promise<void> {
      feedback = { ...feedback, ...part };
      await save();
    },
    save,
  };
}

export const rating = createRating();
