import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { GitHub } from '../../../../../sandbox/github/github.ts';
import { networkChanged, openBrowser, openPage } from '../../../../helpers/browser.ts';
import { listenForWebhooks, startGitHub } from '../../../../helpers/github.ts';
import type { WebhookListener } from '../../../../helpers/github.ts';
import { createShop } from '../shop.ts';
import type { Shop } from '../shop.ts';

let browser: Browser;
let listener: WebhookListener;
let github: GitHub;
let shop: Shop;

beforeAll(async () => {
  browser = await openBrowser();
}, 120_000); // the first time chromium may have to be installed

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  listener = await listenForWebhooks();
  github = await startGitHub({ webhookUrl: listener.url });
  shop = await createShop(github);
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

test('a click adds the label, which appears, and the App is told', async () => {
  const page = await openPullRequest();

  await page.getByRole('button', { name: 'preview' }).first().click();

  await page.locator('.label-list').getByText('preview').waitFor();
  await page.locator('.timeline').getByText('added').waitFor();
  const webhook = await listener.waitFor('pull_request.labeled');
  expect(webhook.isSigned).toBe(true);
  expect(webhook.payload.label.name).toBe('preview');
  expect(webhook.payload.sender.login).toBe('admin');
});

test('the picker makes a new label, and stays open for the next', async () => {
  const page = await openPullRequest();

  await page.getByLabel('Choose labels').click();
  await page.getByPlaceholder('New label').fill('needs-tea');
  await page.getByRole('button', { name: 'Create' }).click();

  await page.locator('.label-list').getByText('needs-tea').waitFor();
  expect(await page.getByRole('button', { name: 'staging Deploys', pressed: false }).isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'needs-tea', pressed: true }).isVisible()).toBe(true);
});

test('a comment is written, appears, and leaves room for the next', async () => {
  const page = await openPullRequest();
  await page.evaluate('document.body.dataset.mark = "not loaded again"');

  await page.getByPlaceholder('Markdown').fill('Looks **good**.');
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await page.locator('.comment strong').getByText('good').waitFor();
  await page.getByLabel('Edit comment').first().click();
  await page.getByRole('textbox', { name: 'Edit comment' }).fill('Looks **great**.');
  await page.getByRole('button', { name: 'Update comment' }).click();

  await page.locator('.comment strong').getByText('great').waitFor();
  expect(await page.getByRole('textbox', { name: 'Edit comment' }).isVisible()).toBe(false);
  expect(await page.getByPlaceholder('Markdown').inputValue()).toBe('');
  expect(await page.locator('[data-mark="not loaded again"]').count()).toBe(1);
});

test('a Mermaid graph in a comment is drawn', async () => {
  const page = await openPullRequest();
  const problems = collectProblems(page);

  github.actions.comment(shop.pullRequest, shop.alice, '```mermaid\ngraph LR\n  postgres --> api\n```');

  const drawing = page.locator('[data-diagram] svg');
  await drawing.waitFor();
  expect(await drawing.textContent()).toContain('postgres');
  expect((await drawing.boundingBox())?.width).toBeGreaterThan(100);
  expect(problems).toEqual([]);
});

test('a graph that makes no sense stays readable', async () => {
  github.actions.comment(shop.pullRequest, shop.alice, '```mermaid\ngraph LR\n  a --> --> b\n```');

  const page = await openPullRequest();

  await page.getByText('The diagram cannot be drawn').waitFor();
  expect(await page.locator('[data-diagram]').textContent()).toContain('a --> --> b');
});

test('what others do appears by itself, and leaves alone what one is doing', async () => {
  github.actions.comment(
    shop.pullRequest,
    shop.alice,
    '<details><summary>Log</summary>\n\nall is well\n\n</details>\n\n```mermaid\ngraph LR\n  a --> b\n```',
  );
  const page = await openPullRequest();
  await page.locator('[data-diagram] svg').waitFor();
  await page.evaluate('document.querySelector("[data-diagram] svg").dataset.mark = "the same drawing"');
  await page.getByText('Log').click();
  await page.getByPlaceholder('Markdown').fill('half a thou');

  github.actions.addLabel(shop.pullRequest, shop.alice, 'staging');
  await github.actions.merge(shop.pullRequest, shop.alice);

  await page.locator('.State--merged').waitFor();
  expect(await page.locator('.label-list').textContent()).toContain('staging');
  expect(await page.getByText('all is well').isVisible()).toBe(true);
  expect(await page.getByPlaceholder('Markdown').inputValue()).toBe('half a thou');
  expect(await page.locator('[data-mark="the same drawing"]').count()).toBe(1);
});

test('a refusal is told in place, and what was written is kept', async () => {
  const page = await openPullRequest();
  await page.getByLabel('Act as somebody else').click();
  await page.getByRole('button', { name: 'tom' }).click();
  await page.getByLabel('Act as somebody else, now tom').waitFor();
  // It is another page now: before its script has run, a button posts as it does without JavaScript.
  await page.waitForLoadState();
  await page.getByPlaceholder('Markdown').fill('half a thou');

  await page.getByRole('button', { name: 'Merge pull request' }).click();

  await page.getByRole('alert').getByText('tom may not merge').waitFor();
  expect(await page.getByPlaceholder('Markdown').inputValue()).toBe('half a thou');
  expect(shop.pullRequest.state).toBe('open');
});

test('without JavaScript everything is there, and buttons work', async () => {
  github.actions.comment(shop.pullRequest, shop.alice, '```mermaid\ngraph LR\n  postgres --> api\n```');
  const page = await openPullRequest({ javaScriptEnabled: false });

  await page.getByRole('button', { name: 'preview' }).first().click();
  await page.getByPlaceholder('Markdown').fill('Looks **good**.');
  await page.getByRole('button', { name: 'Comment', exact: true }).click();

  expect(await page.locator('.label-list').textContent()).toContain('preview');
  expect(await page.locator('.comment strong').allTextContents()).toContain('good');
  expect(await page.getByText('postgres --> api').isVisible()).toBe(true);
});

test('nothing that a comment contains runs', async () => {
  const call = 'fetch(`/?attacked`)';
  const attacks = [
    `<script>${call}</script>`,
    `<img src=x onerror='${call}'>`,
    `<svg onload='${call}'></svg>`,
    `<details open ontoggle='${call}'>x</details>`,
    `<iframe srcdoc="<script>${call}</script>"></iframe>`,
    `<style>@import "/?attacked";</style>`,
    `<a id=attack href='javascript:${call}'>press me</a>`,
    `\`\`\`mermaid\ngraph LR\n  a["<b onclick='${call}'>x</b><img src=x onerror='${call}'>"] --> b\n  click b "javascript:${call}"\n\`\`\``,
    '```mermaid\n%%{init: {"securityLevel": "loose", "themeCSS": "a{background:url(/?attacked)}"}}%%\ngraph LR\n  a --> b\n  click a call fetch("/?attacked")\n```',
  ];
  const requests: string[] = [];
  for (const attack of attacks) github.actions.comment(shop.pullRequest, shop.alice, attack);

  const page = await openPullRequest();
  page.on('request', (request) => requests.push(request.url()));
  await page.reload();
  await page.locator('[data-diagram] svg').nth(1).waitFor();
  await page.getByText('press me').click();
  for (const node of await page.locator('[data-diagram] svg .node').all()) await node.click({ force: true });

  expect(requests.filter((address) => address.includes('attacked'))).toEqual([]);
  expect(new URL(page.url()).pathname).toBe('/acme/shop/pull/1');
});

test('nothing is wider than the screen, on a phone as on a desk', async () => {
  const table = `| a | b |\n|---|---|\n| ${'long '.repeat(50)} | ${'x'.repeat(300)} |`;
  github.actions.comment(shop.pullRequest, shop.alice, table);
  github.actions.comment(shop.pullRequest, shop.alice, 'y'.repeat(300));
  const page = await openPullRequest();

  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }
});

/** The page of the pull request, once it follows changes. */
async function openPullRequest(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openPage(browser, `${github.url}/acme/shop/pull/1`, options);
  page.setDefaultTimeout(10_000);
  if (options.javaScriptEnabled !== false) await page.locator('body[data-live=yes]').waitFor();
  return page;
}

function collectProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes(networkChanged)) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  return problems;
}
