/**
 * How much JavaScript the first visit costs, workers included, as it goes over the wire: opens the built page in
 * Chromium and counts until it asks for nothing more. The service worker's copy of the rest comes later, and apart.
 */
import { chromium } from 'playwright';
import { build } from '../server/build.mjs';
import { ARGS, EXECUTABLE } from './chromium.ts';
import { serveBuilt } from './serve-built.ts';

const LIMIT = 200 * 1000;
const QUIET = 2000;

build();
const app = await serveBuilt();
const scripts = new Map<string, number>();
let last = Date.now();
app.onAnswer((path, type, bytes) => {
  last = Date.now();
  if (type.startsWith('text/javascript')) scripts.set(path, bytes);
});

const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
const context = await browser.newContext({ serviceWorkers: 'block' });
const page = await context.newPage();
await page.goto(app.url);
while (Date.now() - last < QUIET) await page.waitForTimeout(QUIET / 4);
await browser.close();
await app.stop();

const total = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);
for (const [path, bytes] of [...scripts].sort((a, b) => b[1] - a[1]).slice(0, 5)) {
  console.log(`${String(bytes).padStart(8)}  ${path}`);
}
console.log(
  `First load: ${(total / 1000).toFixed(1)} kB of JavaScript in ${scripts.size} files, ${LIMIT / 1000} at most`,
);
const uncounted = [...scripts].filter(([, bytes]) => !(bytes > 0)).map(([path]) => path);
if (scripts.size === 0 || uncounted.length > 0) {
  console.error(`The size is not known of: ${uncounted.join(', ') || 'any script'}`);
  process.exitCode = 1;
} else if (total > LIMIT) {
  console.error('Load less at first: import() what a later stage needs when it is needed.');
  process.exitCode = 1;
}
