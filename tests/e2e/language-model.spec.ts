import type { Page } from 'playwright/test';
import { EXAMPLES } from '../../server/agents/examples.ts';
import {
  fails,
  fallsSilent,
  scriptedModel,
  writes,
  type Reply,
  type ScriptedModel,
} from '../fixtures/scripted-model.ts';
import { expect, test } from './app.ts';
import { finished, lookAt, preferReader, smallPhotograph } from './steps.ts';
import { withServer } from './with-server.ts';

/** How the sadness of a listener is drafted for. */
const [, SADNESS] = EXAMPLES.draft;
const GOOD = writes(SADNESS!.sketch);
const MARKUP = '<img src=x onerror="window.wasRun = true">';

/** Opens the page of a server with a language model, which answers as it is told. */
async function withModel(
  page: Page,
  reply: Reply,
  use: (model: ScriptedModel, posts: object[]) => Promise<void>,
): Promise<void> {
  const model = await scriptedModel();
  model.script(reply);
  const env = {
    OPENAI_API_KEY: 'key',
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
    DATABASE_URL: 'none',
  };
  const posts: object[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.postDataJSON() as object);
  });
  await withServer(env, async (url) => {
    await page.goto(url);
    await expect(page.getByText('A language model describes the music.')).toBeVisible();
    await use(model, posts);
  });
  await model.stop();
}

async function pickSad(page: Page): Promise<void> {
  await page.locator('#look').getByRole('radio', { name: 'sad' }).check({ force: true });
}

async function say(page: Page, words: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'In your own words' });
  await field.fill(words);
  await field.blur();
}

test('a language model writes and the page says so', async ({ page }) => {
  await withModel(page, GOOD, async (_, posts) => {
    await pickSad(page);
    await expect(page.getByText('Written by a language model')).toBeVisible();
    expect(posts).toEqual([{ emotion: 'sad', affect: null, intent: 'soothe', duration: 30 }]);
    await page.getByRole('button', { name: 'Make the music' }).click();
    await finished(page);
  });
});

test('of a photograph the emotion travels and how strong it is, and nothing else', async ({ page }) => {
  await preferReader(page, 'wasm');
  await withModel(page, GOOD, async (_, posts) => {
    await lookAt(page, await smallPhotograph());
    await expect(page.getByText(/^Written by/)).toBeVisible();
    expect(posts).toEqual([
      {
        emotion: expect.any(String),
        affect: { valence: expect.any(Number), arousal: expect.any(Number) },
        intent: 'soothe',
        duration: 30,
      },
    ]);
  });
});

test('case 21: <img onerror> is shown as text, whoever writes it', async ({ page }) => {
  await withModel(page, writes({ ...SADNESS!.sketch, mood: ['moonlit', MARKUP] }), async (model) => {
    await pickSad(page);
    await expect(page.getByText('Written by a language model')).toBeVisible();
    await say(page, MARKUP);
    await expect.poll(() => model.requests.length).toBe(2);
    await page.getByText('Change the details').click();
    await page.getByText('The prompt').click();
    await expect(page.getByText('Moonlit neoclassical')).toBeVisible();
    await expect(page.locator('img[src=x]')).toHaveCount(0);
    expect(await page.evaluate(() => Reflect.get(window, 'wasRun'))).toBeUndefined();
  });
});

test('case 21: the rules write where the model fails, the page says why, and asks again when told to', async ({
  page,
}) => {
  await withModel(page, fails(500), async (model) => {
    await pickSad(page);
    await expect(page.getByText('Written by the built-in rules')).toBeVisible();
    await expect(page.getByText('The language model doesn’t answer at the moment.')).toBeVisible();
    model.script(GOOD);
    await page.getByRole('button', { name: 'Ask the language model again' }).click();
    await expect(page.getByText('Written by a language model')).toBeVisible();
  });
});

test('nothing is sent once the rules are chosen, also after a reload', async ({ page }) => {
  await withModel(page, GOOD, async (_, posts) => {
    await page.getByRole('button', { name: 'Let built-in rules do it' }).click();
    await pickSad(page);
    await expect(page.getByText('Written by the built-in rules')).toBeVisible();
    await page.reload();
    await expect(page.getByText('Built-in rules describe the music')).toBeVisible();
    await pickSad(page);
    await expect(page.getByText('Written by the built-in rules')).toBeVisible();
    expect(posts).toEqual([]);
  });
});

test('writing shows how it goes on, and can be stopped', async ({ page }) => {
  await withModel(page, fallsSilent('{"genre": "ambient", "mood": ['), async (model) => {
    await pickSad(page);
    const progress = page.getByRole('progressbar', { name: 'Sketching a piece' });
    await expect.poll(() => progress.getAttribute('value')).not.toBeNull();
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect.poll(() => model.abandoned).toBe(1);
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
