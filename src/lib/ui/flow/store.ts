import { createStore } from '#lib/store/store.ts';

/** The page's one store; it opens on first use. */
export const store = createStore();
