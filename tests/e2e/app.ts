import { test as base } from 'playwright/test';
import { serveBuilt, type BuiltApp } from '../serve-built.ts';

/** `test` with the built app behind its `baseURL`, served by this process on a port of its own. */
export const test = base.extend<object, { app: BuiltApp }>({
  app: [
    // Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const app = await serveBuilt();
      await use(app);
      await app.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ app }, use) => use(app.url),
});

export { expect } from 'playwright/test';
