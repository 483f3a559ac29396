import type { Bench } from './bench.ts';
import { timePages } from './server/pages.ts';
import { timePushes } from './server/pushes.ts';
import { withServing } from './server/serving.ts';

const MEGABYTE = 1024 * 1024;

/**
 * The server's half of sync: the built app, on a database of its own. `growth`: the median of the newest page of a
 * history of 10^6 runs over that of 10^3, and `anywhere` the same of pages from anywhere, for most of which the disk has
 * to be asked where there are many; `pushes`: how many a second at most, over HTTP; `p99`: milliseconds that all but one in a hundred take at
 * most, at 100 a second for 60 s; `refused`: how many of those had to be sent again; `memory`: what the server takes at the
 * end of them over the beginning.
 */
const bench: Bench = () =>
  withServing(async (serving) => {
    const { most, p50_ms, p99_ms, refused, before, after } = await timePushes(serving);
    const pages = await timePages(serving.database);
    const [short, long] = [pages[0]!, pages.at(-1)!];
    return {
      rows: [
        ...pages.map((row) => ({ what: 'history page', ...row })),
        { what: 'push', p50_ms, p99_ms, refused, before_mb: before / MEGABYTE, after_mb: after / MEGABYTE },
      ],
      figures: {
        growth: long.p50_ms / short.p50_ms,
        anywhere: long.anywhere_p50_ms / short.anywhere_p50_ms,
        pushes: most,
        p99: p99_ms,
        refused,
        memory: after / before,
      },
    };
  });

export default bench;
