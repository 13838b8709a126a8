import { describe, expect, test, vi } from 'vitest';
import type { Environment } from '../../src/environment/environment.ts';
import { afterwards } from '../helpers/front-door.ts';
import { anEnvironment, shopReleases } from '../report/an-environment.ts';
import { openPageServer } from './pages/page-server.ts';

async function open(...environments: readonly Environment[]) {
  const pages = await openPageServer(environments);
  afterwards(() => pages.server.drain(0));
  return pages;
}

/** Follows a stream of events; what came so far is in the list. */
async function follow(address: string) {
  const stop = new AbortController();
  afterwards(() => stop.abort());
  const response = await fetch(address, { signal: stop.signal });
  const events: { readonly type: string; readonly data: string }[] = [];
  const ended = read().catch(() => undefined);
  return { response, events, ended, stop: () => stop.abort() };

  async function read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) events.push(parseEvent(block));
    }
  }
}

function parseEvent(block: string) {
  const lines = block.split('\n');
  const type = lines.find((line) => line.startsWith('event: '))?.slice('event: '.length) ?? '';
  const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice('data: '.length));
  return { type, data: data.join('\n') };
}

const environment = anEnvironment();
const page = `/environments/${environment.name}`;
const failed = anEnvironment({ status: { phase: 'Failed' } });

describe('pages', () => {
  test('are HTML under a policy that lets only files of this site run', async () => {
    const { url } = await open(environment);

    const [overview, one] = await Promise.all([fetch(`${url}/`), fetch(`${url}${page}`)]);

    expect([overview.status, one.status]).toEqual([200, 200]);
    for (const { headers } of [overview, one]) {
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self';/,
      );
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect(await overview.text()).toContain(`href="environments/${environment.name}"`);
    expect(await one.text()).toContain('is live');
  });

  test('of an unknown name are a 404 that says why', async () => {
    const { url } = await open();

    const response = await fetch(`${url}/environments/env-unknown`);

    expect(response.status).toBe(404);
    expect(await response.text()).toContain('It may have been removed');
  });

  test.each(['/environments/', '/environments/a/b', '/environments/..%2fx', '/environments/UPPER', '/nothing'])(
    'at %s are not there',
    async (path) => {
      const { url } = await open(environment);

      expect((await fetch(`${url}${path}`)).status).toBe(404);
    },
  );

  test('are JSON for tools, without what the page does not show', async () => {
    const { url } = await open(environment);

    const found = await fetch(`${url}${page}.json`);
    const data = (await found.json()) as Record<string, unknown>;
    const missing = await fetch(`${url}/environments/env-unknown.json`);

    expect(data).toMatchObject({
      state: 'live',
      repository: 'acme/shop',
      pullRequest: 12,
      page: `https://berth.example.com${page}`,
    });
    expect(Object.keys(data)).not.toContain('installation');
    expect(Object.keys(data)).not.toContain('namespace');
    expect([missing.status, await missing.json()]).toEqual([404, { error: 'there is no such environment' }]);
  });
});

describe('assets', () => {
  test.each([
    ['page.css', 'text/css'],
    ['page.js', 'text/javascript'],
    ['morph.js', 'text/javascript'],
    ['icon.svg', 'image/svg+xml'],
  ])('%s comes with its type, and not again when nothing has changed', async (name, type) => {
    const { url } = await open();

    const first = await fetch(`${url}/assets/${name}`);
    const etag = first.headers.get('etag') ?? '';
    const again = await fetch(`${url}/assets/${name}`, { headers: { 'if-none-match': etag } });

    expect(first.headers.get('content-type')).toContain(type);
    expect((await first.text()).length).toBeGreaterThan(100);
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('are only those: no other file of the folder, no way out of it', async () => {
    const { url } = await open();

    expect((await fetch(`${url}/assets/jsconfig.json`)).status).toBe(404);
    expect((await fetch(`${url}/assets/..%2f..%2froute.ts`)).status).toBe(404);
  });
});

describe('the events of a page', () => {
  test('begin with the page as it is, and go on with each change', async () => {
    const pages = await open(environment);
    const { response, events } = await follow(`${pages.url}${page}/events`);
    await vi.waitFor(() => expect(events).toHaveLength(1));

    pages.put(failed);

    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(events.map(({ type }) => type)).toEqual(['main', 'main']);
    expect(events[0]?.data).toContain('is live');
    expect(events[1]?.data).toMatch(/^<main id="main"[^]*failed[^]*<\/main>$/);
  });

  test('tell what comes fast as one, and never lose the last', async () => {
    const pages = await open(environment);
    const { events } = await follow(`${pages.url}${page}/events`);
    await vi.waitFor(() => expect(events).toHaveLength(1));

    for (let index = 0; index < 50; index++) {
      pages.put(anEnvironment({ status: { removed: [`release ${index}`] } }));
    }

    await vi.waitFor(() => expect(events.at(-1)?.data).toContain('release 49'));
    expect(events.length).toBeLessThanOrEqual(3);
  });

  test('say nothing when nothing that shows is another', async () => {
    const pages = await open(environment);
    const { events } = await follow(`${pages.url}${page}/events`);
    await vi.waitFor(() => expect(events).toHaveLength(1));

    pages.put({ ...environment, resourceVersion: '2' });
    pages.put({ ...anEnvironment({ name: 'env-other' }) });
    pages.put(failed);

    await vi.waitFor(() => expect(events.at(-1)?.data).toContain('failed'));
    expect(events).toHaveLength(2);
  });

  test('tell that an environment has gone, and that it is back', async () => {
    const pages = await open(environment);
    const { events } = await follow(`${pages.url}${page}/events`);
    await vi.waitFor(() => expect(events).toHaveLength(1));

    pages.remove(environment.name);
    await vi.waitFor(() => expect(events.at(-1)?.data).toContain('There is no such environment.'));
    pages.put(environment);

    await vi.waitFor(() => expect(events.at(-1)?.data).toContain('is live'));
  });

  test('of the overview follow all environments', async () => {
    const pages = await open(environment);
    const { events } = await follow(`${pages.url}/events`);
    await vi.waitFor(() => expect(events).toHaveLength(1));

    pages.put(anEnvironment({ name: 'env-other', spec: { pullRequest: 13 } }));

    await vi.waitFor(() => expect(events.at(-1)?.data).toContain('acme/shop#13'));
  });

  test('end when the server drains, and stop listening when the reader goes', async () => {
    const pages = await open(environment);
    const first = await follow(`${pages.url}${page}/events`);
    const second = await follow(`${pages.url}${page}/events`);
    await vi.waitFor(() => expect(pages.countListeners()).toBe(2));

    first.stop();
    await vi.waitFor(() => expect(pages.countListeners()).toBe(1));
    const outcome = await pages.server.drain(5_000);

    await second.ended;
    expect(outcome).toBe('drained');
    expect(pages.countListeners()).toBe(0);
  });

  test('carry lines of a log as they are', async () => {
    const log = ['first', 'event: main', 'data: x', '', 'last'];
    const releases = shopReleases({ 'api/api': { phase: 'Failed', reason: 'CrashLoop', log } });
    const pages = await open(anEnvironment({ status: { phase: 'Failed', releases } }));

    const { events } = await follow(`${pages.url}${page}/events`);

    await vi.waitFor(() => expect(events).toHaveLength(1));
    expect(events[0]?.data).toContain(log.join('\n'));
  });
});
