import axe from 'axe-core';
import { expect, type Page } from 'playwright/test';

type Axe = typeof axe;

/** Runs axe on the page as it stands, its colours at rest: WCAG 2.2 A and AA. @returns what it finds, a line each */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // Colours would be measured on their way. An inherited one starts a transition of its own in each child, so that
    // waiting for those under way is not enough.
    const still = new CSSStyleSheet();
    still.replaceSync('*, ::before, ::after { transition: none !important; }');
    document.adoptedStyleSheets.push(still);
    const { violations } = await (Reflect.get(window, 'axe') as Axe).run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    document.adoptedStyleSheets.pop();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );
  });
}

/** Runs axe in both themes. @param stage what is on the page, for who reads what failed */
export async function expectAccessible(page: Page, stage: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), `${stage}, ${colorScheme}`).toEqual([]);
  }
}
