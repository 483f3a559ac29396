import type { Emotion } from '#lib/core/emotion.ts';
import { AttuneError } from '#lib/core/errors.ts';
import type { Session } from '#lib/core/session.ts';
import type { Filter, Page, PageKey } from '#lib/store/store.ts';
import { cloud } from './cloud.svelte.ts';
import { piece } from './piece.svelte.ts';
import { rating } from './rating.svelte.ts';
import { store } from './store.ts';
import { taste } from './taste.svelte.ts';
import { unfinished } from './unfinished.svelte.ts';

const EMPTY: Page = { sessions: [], next: null, skipped: 0 };

/** The history as the page shows it: one page at a time, with the way back to the pages before. */
function createHistory() {
  let filter = $state.raw<Filter>({ emotion: null, text: '' });
  let page = $state.raw<Page>(EMPTY);
  let error = $state.raw<AttuneError | null>(null);
  let loading = $state(false);
  /** Where this page and those before it began. */
  let trail = $state.raw<(PageKey | null)[]>([null]);
  let asked = 0;

  /** Reads the page again. Of two readings under way, only the later one shows. */
  async function refresh(): Promise<void> {
    const mine = ++asked;
    loading = true;
    try {
      const found = await store.page(filter, trail.at(-1) ?? null);
      if (mine !== asked) return;
      page = found;
      error = null;
      // The last piece of a page was deleted: show the one before it.
      if (found.sessions.length === 0 && trail.length > 1) return newer();
    } catch (failure) {
      if (mine === asked) error = AttuneError.from(failure);
    } finally {
      if (mine === asked) loading = false;
    }
  }

  function older(): Promise<void> {
    if (page.next) trail = [...trail, page.next];
    return refresh();
  }

  function newer(): Promise<void> {
    trail = trail.length > 1 ? trail.slice(0, -1) : trail;
    return refresh();
  }

  function look(part: { emotion?: Emotion | null; text?: string }): Promise<void> {
    filter = { ...filter, ...part };
    trail = [null];
    return refresh();
  }

  async function attempt(change: () => Promise<void>): Promise<void> {
    try {
      await change();
      await refresh();
    } catch (failure) {
      error = AttuneError.from(failure);
    }
  }

  return {
    get filter() {
      return filter;
    },
    get page() {
      return page;
    },
    get number() {
      return trail.length;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    refresh,
    /** Another user's history is shown from here on, from its beginning. */
    begin(): Promise<void> {
      page = EMPTY;
      filter = { emotion: null, text: '' };
      trail = [null];
      return refresh();
    },
    older,
    newer,
    look,
    /** Deletes a piece; the player closes where it plays that piece. */
    remove: (session: Session) =>
      attempt(async () => {
        await store.remove(session.id);
        void cloud.forget(session.take);
        if (rating.session?.id === session.id) piece.close();
      }),
    /** Deletes everything, and closes the player. */
    clear: () =>
      attempt(async () => {
        const begun = await store.unfinished();
        await store.clear();
        void cloud.forgetCopies();
        trail = [null];
        piece.close();
        taste.forget();
        for (const { id, engine } of begun) if (engine === 'cloud') void cloud.abandon(id);
        await unfinished.forget();
      }),
  };
}

export const history = createHistory();
