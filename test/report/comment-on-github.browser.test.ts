import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { GitHub } from '../../sandbox/github/github.ts';
import type { Environment } from '../../src/environment/environment.ts';
import { renderComment } from '../../src/report/render-comment.ts';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { startGitHub } from '../helpers/github.ts';
import { createShop, type Shop } from '../sandbox/github/page/shop.ts';
import { anEnvironment, aRelease } from './an-environment.ts';
import { situations } from './situations.ts';

let browser: Browser;
let github: GitHub;
let shop: Shop;

beforeAll(async () => {
  browser = await openBrowser();
}, 120_000); // the first time chromium may have to be installed

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  github = await startGitHub();
  shop = await createShop(github);
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

async function open(environments: readonly Environment[]) {
  const body = renderComment({ environments, publicUrl: 'https://berth.example.com', githubUrl: github.url });
  github.actions.comment(shop.pullRequest, shop.alice, body);
  return openPage(browser, `${github.url}/acme/shop/pull/1`, { viewport: { width: 1_100, height: 900 } });
}

test.each(['deploying', 'migration-failed', 'preview-and-staging', 'manifest-problems'])(
  'reads as it should when the situation is %s',
  async (name) => {
    const page = await open(situations[name] ?? []);

    const comment = page
      .locator('.comment')
      .filter({ has: page.locator('h3') })
      .first();
    await comment.locator('h3').first().waitFor();
    expect(await comment.innerText()).not.toMatch(/\*\*|\]\(|\| ---|<sub>/);
    expect(await comment.locator('a[href^="https://berth.example.com/environments/"]').count()).toBeGreaterThan(0);
  },
);

test('is drawn as a graph with every release, whatever they are called', async () => {
  const names = [
    'postgres',
    'end',
    'a"]:::x',
    '<b>bold</b>',
    '**x**',
    '`y`',
    'https://evil.example',
    '#35;',
    'click r0',
  ];
  const releases = names.map((name, index) =>
    aRelease(`api/${index}`, { name, phase: 'Settling', dependencies: index === 0 ? [] : ['api/0'] }),
  );
  const page = await open([anEnvironment({ status: { phase: 'Deploying', releases } })]);

  const drawing = page.locator('[data-diagram] svg');
  await drawing.waitFor();
  const text = await drawing.textContent();
  for (const name of names) expect(text).toContain(name);
  expect(await drawing.locator('a, b, strong').count()).toBe(0);
});
