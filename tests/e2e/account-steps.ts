import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Locator, type Page } from 'playwright/test';
import { startServer, type ServerProcess } from '../server-process.ts';

/** `test` with the built app behind its `baseURL`, which keeps accounts in a database of its own. */
export const test = base.extend<object, { env: Record<string, string>; server: ServerProcess }>({
  /** What else its environment has. */
  env: [{}, { scope: 'worker', option: true }],
  server: [
    async ({ env }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'attune-accounts-'));
      const server = await startServer({ DATABASE_URL: '', DATA_FOLDER: folder, ...env });
      await use(server);
      await server.stop();
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  baseURL: ({ server }, use) => use(server.url),
});

export interface Person {
  email: string;
  password: string;
}

/** Opens what the page has to say about the account. */
export async function openAccount(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^Account/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Account' });
  await expect(sheet).toBeVisible();
  return sheet;
}

/** Writes in the fields, of whichever form is there. */
export async function fillIn(sheet: Locator, { email, password }: Person): Promise<void> {
  await sheet.getByLabel('E-mail').fill(email);
  await sheet.getByLabel('Password', { exact: true }).fill(password);
}

/** Makes an account, and closes the sheet. @param token makes it the administrator's */
export async function register(page: Page, person: Person, token = ''): Promise<void> {
  const sheet = await openAccount(page);
  await sheet.getByRole('radio', { name: 'Create an account' }).check({ force: true });
  await fillIn(sheet, person);
  if (token) await sheet.getByLabel('Set-up token').fill(token);
  await sheet.getByRole('button', { name: 'Create the account' }).click();
  await entered(sheet, person);
}

/** Signs in, and closes the sheet. */
export async function signIn(page: Page, person: Person): Promise<void> {
  const sheet = await openAccount(page);
  await fillIn(sheet, person);
  await sheet.getByRole('button', { name: 'Sign in', exact: true }).click();
  await entered(sheet, person);
}

async function entered(sheet: Locator, { email }: Person): Promise<void> {
  await expect(sheet.getByText(`You are signed in as ${email}.`)).toBeVisible();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toBeHidden();
}
