import type { Page, Request } from 'playwright/test';
import type { Push, PushItem } from '../../src/lib/core/wire/sync.ts';
import { EXECUTABLE, TEST_ARGS } from '../chromium.ts';
import { register, test as accountTest } from './account-steps.ts';
import { expect, test } from './app.ts';
import {
  download,
  finished,
  lookAt,
  make,
  PHOTOGRAPH,
  preferReader,
  rate,
  seen,
  smallPhotograph,
} from './steps.ts';

test.use({
  launchOptions: {
    executablePath: EXECUTABLE,
    args: [...TEST_ARGS, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  },
  permissions: ['camera'],
  serviceWorkers: 'allow',
});

/** A picture can't hide in an address this short, nor in a request that has no body. */
const LONGEST_ADDRESS = 200;

test('no request carries a picture, whatever the user does', async ({ page, context, app }) => {
  const requests: Request[] = [];
  const sockets: string[] = [];
  context.on('request', (request) => requests.push(request));
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await context.addInitScript(watchBeacons);
  await preferReader(page, 'wasm');
  await page.goto('/');

  await lookAt(page, PHOTOGRAPH);
  await make(page, 5);
  await rate(page, 'nobody else reads this');
  await download(page, 'WAV 24-bit');
  await download(page, 'MIDI');
  await page.getByText('More like this').click();
  for (const more of ['Again', 'Another']) {
    await page.getByRole('button', { name: new RegExp(`^${more} `) }).click();
    await finished(page);
  }

  const { buffer } = await smallPhotograph();
  await hand(page, 'drop', buffer);
  await seen(page);
  await hand(page, 'paste', buffer);
  await seen(page);

  const picture = page.getByRole('img', { name: 'Your picture with the faces marked' });
  const pasted = await picture.getAttribute('src');
  await page.getByRole('button', { name: 'Use the camera' }).click();
  await page.getByRole('button', { name: 'Take the snapshot' }).click();
  await expect(picture).not.toHaveAttribute('src', pasted!);
  await expect(page.getByRole('heading', { name: /can’t find a face|can’t tell|looks/ })).toBeVisible();

  const history = page.getByRole('region', { name: 'History' });
  await history.getByRole('button', { name: 'Play again' }).first().click();
  await finished(page);
  await history.getByRole('searchbox', { name: 'Search' }).fill('nobody');
  await history.getByRole('searchbox', { name: 'Search' }).fill('');
  await history.getByRole('button', { name: 'Delete', exact: true }).first().click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await page.getByRole('textbox', { name: 'Or just write' }).fill('a slow harp');
  await page.getByRole('button', { name: 'Write a piece from this' }).click();
  await make(page, 5);
  await page.getByRole('button', { name: 'Preferences' }).click();
  await page.getByText('WebAssembly').click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /中文/ }).click();
  await expect(page.getByRole('heading', { name: '此刻，你还好吗？' })).toBeVisible();

  const sent = requests.filter((request) => !/^(blob|data):/.test(request.url()));
  expect(sent.length).toBeGreaterThan(20);
  for (const request of sent) {
    const what = `${request.method()} ${request.url()}`;
    expect(request.method(), what).toMatch(/^(GET|HEAD)$/);
    expect(request.postDataBuffer(), what).toBeNull();
    expect(new URL(request.url()).origin, what).toBe(app.url);
    expect(request.url().length, what).toBeLessThan(LONGEST_ADDRESS);
  }
  expect(sockets).toEqual([]);
  expect(await page.evaluate(() => Reflect.get(window, 'beacons') as string[])).toEqual([]);
});

const within = (whole: string, fields: string[]) => fields.map((field) => `${whole}.${field}`);
const AFFECT = ['arousal', 'valence'];

/** What is posted of somebody who is signed in: by endpoint, and of records by kind; `[]` is each of a list. */
const POSTED: Record<string, string[]> = {
  '/api/account/register': ['email', 'locale', 'password'],
  '/api/sync/pull': ['protocol', 'user', 'epoch', 'cursor', 'floor'],
  '/api/sync/push': [
    ...['protocol', 'user', 'epoch', 'client'],
    ...within('items[]', ['id', 'kind', 'version.time', 'version.client', 'schemaVersion', 'body']),
  ],
  run: [
    ...['id', 'createdAt', 'intent', 'emotion'],
    ...within('reading', ['emotion', 'confidence', ...within('affect', AFFECT)]),
    ...within('take', ['id', 'createdAt', 'engine', 'tokens', 'asset']),
    ...within('take.brief', ['version', 'author', 'intent', 'emotion', 'duration', 'genre', 'mood[]']),
    ...within('take.brief', ['tempo.start', 'tempo.end', 'avoid[]', 'words', 'prompt']),
    ...within('take.brief.mix', ['reverb', 'warmth', 'brightness', 'hiss']),
    ...within('take.brief.sections[]', ['name', 'start', 'end', 'key.tonic', 'key.mode', 'progression[]']),
    ...within('take.brief.sections[]', ['instruments[]', 'dynamic', 'density', ...within('affect', AFFECT)]),
    ...within('take.params', ['duration', 'seed', 'normalisation', 'topK', 'topP', 'temperature']),
    ...within('take.params', ['cfgCoef', 'variations']),
    ...within('take.measures', ['duration', 'loudness', 'range', 'truePeak', 'clipped', 'silent', 'tempo']),
    ...within('take.measures', ['onsetRate', 'centroid']),
    ...within('take.score', ['total', 'gates', 'tempo', 'dynamics', 'style']),
  ],
  feedback: ['stars', 'thumb', 'comment', 'before', 'after'],
  preferences: ['genres[]', 'instruments[]', 'tempo', 'avoid[]'],
};

accountTest(
  'of somebody who is signed in goes what is listed here, and never a picture',
  async ({ page, context, baseURL }) => {
    const requests: Request[] = [];
    context.on('request', (request) => requests.push(request));
    await preferReader(page, 'wasm');
    await page.goto('/');
    await register(page, { email: 'mei.private@example.com', password: 'rain on a tin roof' });
    await lookAt(page, await smallPhotograph());
    await make(page, 5);
    await rate(page, 'nobody else reads this');
    await page.getByRole('button', { name: 'Preferences' }).click();
    await page.getByLabel('Never play').fill('drums');
    await page.getByLabel('Never play').blur();
    await page.keyboard.press('Escape');
    // It was up to date before, and is again once the last of them is there.
    const isSent = (kind: string) => requests.some((one) => one.postData()?.includes(`"kind":"${kind}"`));
    await expect.poll(() => ['run', 'feedback', 'preferences'].every(isSent)).toBe(true);
    await expect(page.getByRole('region', { name: 'History' }).getByText(/^Up to date$/)).toBeVisible();

    const posted: Record<string, string[]> = {};
    const note = (what: string, value: unknown): void => {
      posted[what] = [...new Set([...(posted[what] ?? []), ...fieldsOf(value)])].sort();
    };
    for (const request of requests.filter((one) => one.method() !== 'GET')) {
      const { origin, pathname } = new URL(request.url());
      expect(origin).toBe(baseURL);
      const body: unknown = request.postDataJSON();
      note(pathname, body);
      if (!pathname.endsWith('/push')) continue;
      for (const { kind, body: text } of (body as Push).items as PushItem[]) note(kind, JSON.parse(text!));
    }
    expect(posted).toEqual(
      Object.fromEntries(Object.entries(POSTED).map(([what, fields]) => [what, fields.toSorted()])),
    );
  },
);

/** @returns the fields that a value has, with those within them. */
function fieldsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) {
    const each = `${path}[]`;
    return value.length === 0 ? [each] : value.flatMap((one) => fieldsOf(one, each));
  }
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) => fieldsOf(part, path === '' ? key : `${path}.${key}`));
}

test('the page could not send a picture if it wanted to', async ({ page }) => {
  await page.goto('/');
  const outcome = await page.evaluate(async () => {
    try {
      await fetch('https://elsewhere.invalid/', { method: 'POST', body: new Blob(['picture']) });
      return 'sent';
    } catch {
      return await new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
          if (blockedURI.startsWith('https://elsewhere.invalid')) resolve(effectiveDirective);
        });
        fetch('https://elsewhere.invalid/', { method: 'POST' }).catch(() => undefined);
      });
    }
  });
  expect(outcome).toBe('connect-src');
});

/** Beacons and peer connections are no requests to Playwright: notes whoever opens one. */
function watchBeacons(): void {
  const beacons: string[] = [];
  Reflect.set(window, 'beacons', beacons);
  navigator.sendBeacon = (url) => beacons.push(String(url)) > 0;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor() {
      super();
      beacons.push('peer connection');
    }
  };
}

/** Drops or pastes a file anywhere on the page. */
async function hand(page: Page, way: 'drop' | 'paste', bytes: Buffer): Promise<void> {
  await page.evaluate(
    ({ way, base64 }) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], 'face.jpg', { type: 'image/jpeg' }));
      const init = { bubbles: true, cancelable: true };
      document.body.dispatchEvent(
        way === 'drop'
          ? new DragEvent('drop', { ...init, dataTransfer: data })
          : new ClipboardEvent('paste', { ...init, clipboardData: data }),
      );
    },
    { way, base64: bytes.toString('base64') },
  );
}
