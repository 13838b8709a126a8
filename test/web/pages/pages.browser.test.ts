import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Environment } from '../../../src/environment/environment.ts';
import { networkChanged, openBrowser, openPage } from '../../helpers/browser.ts';
import { anEnvironment, aRelease, shopReleases } from '../../report/an-environment.ts';
import { situations } from '../../report/situations.ts';
import { openPageServer, type PageServer } from './page-server.ts';

let browser: Browser;
let pages: PageServer;
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
}, 120_000); // the first time chromium may have to be installed

afterAll(async () => {
  await browser.close();
});

const live = anEnvironment();
const deploying = situations['deploying']?.[0] ?? live;
const failed = situations['migration-failed']?.[0] ?? live;

beforeEach(async () => {
  complaints = [];
  pages = await openPageServer([deploying]);
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await pages.server.drain(0);
});

/** What the browser has to say against a page, such as a breach of its policy, is collected. */
async function open(path = `/environments/${live.name}`, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openPage(browser, `${pages.url}${path}`, options);
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes(networkChanged)) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.reload(); // to hear what it says from its first line on
  return page;
}

test('the page follows its environment without being loaded again', async () => {
  const page = await open();
  await page.locator('#connection[data-state="live"]').waitFor();
  await page.evaluate('document.body.dataset.mark = "not loaded again"');
  await page.getByText('As Kubernetes has them').click();
  await page.getByRole('link', { name: 'acme/shop#12' }).focus();

  pages.put(live);

  await page.getByRole('heading', { level: 1, name: 'preview is live' }).waitFor();
  expect(await page.title()).toBe('live · acme/shop#12 preview · berth');
  expect(await page.evaluate('document.body.dataset.mark')).toBe('not loaded again');
  expect(await page.locator('#conditions details').getAttribute('open')).not.toBeNull();
  expect(await page.evaluate('document.activeElement.textContent')).toBe('acme/shop#12');
  expect(await page.locator('.node.is-ready').count()).toBe(5);
  expect(complaints).toEqual([]);
});

test('the place that is read stays where it is while rows come and go', async () => {
  const page = await open();
  await page.locator('#connection[data-state="live"]').waitFor();
  await page.evaluate('scrollTo(0, 300)');

  pages.put(failed);

  await page.getByRole('heading', { name: 'What is in the way' }).waitFor();
  await page.getByText('already exists').waitFor();
  expect(Number(await page.evaluate('scrollY'))).toBeGreaterThanOrEqual(300);
  pages.put(live);
  await page.getByRole('heading', { name: 'What is in the way' }).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('the page says when the connection is lost, and goes on by itself when it is back', async () => {
  const page = await open();
  await page.locator('#connection[data-state="live"]').waitFor();
  const port = Number(new URL(pages.url).port);

  await pages.server.drain(0);
  await page.getByText('Connection lost').waitFor();
  pages = await openPageServer([live], { port });

  await page.getByRole('heading', { level: 1, name: 'preview is live' }).waitFor();
  await page.locator('#connection[data-state="live"]').waitFor();
});

test('an environment that is removed while somebody looks says so', async () => {
  const page = await open();
  await page.locator('#connection[data-state="live"]').waitFor();

  pages.remove(live.name);

  await page.getByRole('heading', { name: 'There is no such environment.' }).waitFor();
  expect(await page.title()).toBe('not here · berth');
});

test('without JavaScript all of it can be read', async () => {
  pages.put(failed);
  const page = await open(undefined, { javaScriptEnabled: false });

  const text = await page.locator('body').innerText();

  expect(text).toContain('preview of abc1234 failed at api/migrate.');
  expect(text).toContain('column "total" of relation "orders" already exists');
  expect(text).toContain('Reload the page to see what is new.');
  expect(await page.getByRole('img', { name: /5 releases, 2 of them ready/ }).isVisible()).toBe(true);
  expect(await page.getByRole('row').filter({ hasText: 'api/migrate' }).first().innerText()).toContain('✕ failed');
});

test('the times are read without JavaScript and without seeing the bars, each beside its release', async () => {
  pages.put(live);
  const page = await open(undefined, { javaScriptEnabled: false });
  const rows = page.getByRole('region', { name: 'Times' }).getByRole('listitem');

  expect(await rows.allInnerTexts()).toHaveLength(6);
  expect(await rows.filter({ hasText: 'api/migrate' }).innerText()).toMatch(
    /Helm 1\.3 s, ready 5\.2 s later · longest way$/,
  );
  expect(await rows.filter({ hasText: 'api/redis' }).innerText()).not.toContain('longest way');
  expect(await page.getByText('0.3 s of that were idle').isVisible()).toBe(true);
});

test('each bar is as long as it took and stands where it began, also on a narrow page', async () => {
  pages.put(live);
  const page = await open(undefined, { viewport: { width: 400, height: 800 } });

  const measured: unknown = await page.evaluate(`[...document.querySelectorAll('.times li')].map((row) => {
    const whole = row.querySelector('svg').getBoundingClientRect();
    const parts = [...row.querySelectorAll('rect')].map((rect) => rect.getBoundingClientRect());
    const toPercent = (x) => Math.round((100 * (x - whole.left)) / whole.width);
    return [row.querySelector('.what').textContent, toPercent(parts[0].left), toPercent(parts.at(-1).right)];
  })`);

  expect(measured).toEqual([
    ['preparing', 0, 3],
    ['api/postgres', 3, 25],
    ['api/redis', 3, 11],
    ['api/migrate', 25, 42],
    ['api/api', 42, 80],
    ['web/web', 80, 100],
  ]);
});

test('hostile words are shown and do nothing', async () => {
  const text = '"><img src=x onerror="document.body.dataset.hit=1"><script>document.body.dataset.hit=1</script>';
  pages.put(makeHostile(text));
  const page = await open();
  await page.locator('#connection[data-state="live"]').waitFor();
  pages.put(makeHostile(`${text}!`));
  await page.getByText(`${text}!`).first().waitFor();

  expect(await page.evaluate('document.body.dataset.hit')).toBeUndefined();
  expect(await page.locator('main img, main script, main [onerror]').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test.each([
  ['light', 360],
  ['dark', 360],
  ['light', 1_200],
  ['dark', 1_200],
] as const)(
  'in the %s and %i pixels wide, every word has contrast and nothing runs out of the page',
  async (colorScheme, width) => {
    const options = { colorScheme, viewport: { width, height: 800 } };
    for (const environment of [live, deploying, failed, makeHostile('x'.repeat(300))]) {
      pages.put(environment);
      const page = await open(undefined, options);

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await page.evaluate(listPaleWords)).toEqual([]);
      await page.context().close();
    }
    const overview = await open('/', options);
    expect(await overview.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await overview.evaluate(listPaleWords)).toEqual([]);
  },
);

test('the overview leads to each environment and follows them all', async () => {
  const page = await open('/');
  await page.locator('#connection[data-state="live"]').waitFor();

  pages.put(anEnvironment({ name: 'env-other', spec: { pullRequest: 13, profile: 'staging' } }));
  await page.getByRole('link', { name: 'staging' }).click();

  await page.getByRole('heading', { level: 1, name: 'staging is live' }).waitFor();
  await page.getByRole('link', { name: 'berth' }).click();
  await page.getByRole('heading', { name: 'Environments' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a large graph is drawn whole, and scrolls by itself', async () => {
  const releases = Array.from({ length: 60 }, (_, index) =>
    aRelease(`api/worker-${index}`, { dependencies: index < 10 ? [] : [`api/worker-${index - 10}`] }),
  );
  pages.put(anEnvironment({ status: { releases } }));
  const page = await open(undefined, { viewport: { width: 360, height: 700 } });

  expect(await page.locator('.node').count()).toBe(60);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
});

function makeHostile(text: string): Environment {
  const releases = shopReleases({
    'api/api': { phase: 'Failed', reason: 'CrashLoop', message: text, object: text, chart: text, log: [text] },
  });
  return anEnvironment({
    status: {
      phase: 'Failed',
      releases: [...releases, aRelease(`api/${text}`, { name: text, message: text, phase: 'Settling' })],
      services: [{ name: text, kind: 'here', url: `https://shop.example/${text}`, answers: true }],
      problems: [{ file: text, line: 1, column: 1, message: text, hint: text }],
      blockers: [text],
      removed: [text],
      timeline: [{ at: '2026-05-04T10:00:03.000Z', text }],
    },
  });
}

/** Texts whose contrast with what is behind them is less than the 4.5 to 1 of WCAG; runs in the page. */
const listPaleWords = `(() => {
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const read = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const behind = (element) => {
    const box = element.closest('g')?.querySelector('rect');
    if (box) return read(getComputedStyle(box).fill);
    for (let one = element; one; one = one.parentElement) {
      const color = read(getComputedStyle(one).backgroundColor);
      if (color[3] !== 0) return color;
    }
    return [255, 255, 255];
  };
  const pale = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.nodeValue.trim() === '' || element.closest('noscript, title')) continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(read(element.closest('svg') ? style.fill : style.color)), light(behind(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) pale.push(contrast.toFixed(1) + ' ' + walker.currentNode.nodeValue.trim().slice(0, 40));
  }
  return pale;
})()`;
