import { ENGINES, type EngineName } from '#lib/core/params.ts';

/** What makes music here. The cloud takes a page that is signed in. */
export const LOCAL_ENGINES: readonly EngineName[] = ENGINES.filter((name) => name !== 'cloud');
