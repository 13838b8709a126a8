import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGitHub } from '../../../../sandbox/github/create-github.ts';
import { createPage } from '../../../../sandbox/github/page/page.ts';
import type { GitHub } from '../../../../sandbox/github/github.ts';
import { createShop } from './shop.ts';
import type { Shop } from './shop.ts';
import { readFlash, visitAs } from './visitor.ts';

let github: GitHub;
let shop: Shop;
let page: Hono;

beforeAll(async () => {
  github = await createGitHub();
  shop = await createShop(github);
  page = createPage(github);
});

afterAll(async () => {
  await github.close();
});

const pull = '/acme/shop/pull/1';

describe('reading', () => {
  test.each([
    ['/', 'acme/shop'],
    ['/acme', 'acme/shop'],
    ['/acme/shop', '<h1>The shop</h1>'],
    ['/acme/shop/pulls', 'Make it cheaper'],
    [pull, '<strong>10</strong>'],
    [`${pull}/files`, 'price.txt'],
    ['/acme/shop/deployments', 'Nothing was deployed yet'],
    ['/_app/deliveries', 'Recent deliveries'],
  ])('%s shows %j', async (path, text) => {
    expect(await visitAs(github, 'olga').read(path)).toContain(text);
  });

  test('a commit shows its message and what it changed', async () => {
    const text = await visitAs(github, 'olga').read(`/acme/shop/commit/${shop.pullRequest.head.sha}`);

    expect(text).toContain('Make it cheaper');
    expect(text).toMatch(/diff-removed[^]*?10/);
    expect(text).toMatch(/diff-added[^]*?9/);
  });

  test.each(['/nobody', '/acme/nothing', '/acme/shop/pull/99', '/acme/shop/commit/abcdef0', '/a/b/c/d'])(
    '%s is not there',
    async (path) => {
      const response = await page.request(`${github.url}${path}`);

      expect(response.status).toBe(404);
      expect(await response.text()).toContain('There is nothing here');
    },
  );

  test('a private repository does not exist for an outsider', async () => {
    const owner = github.actions.addPerson('carol');
    await github.actions.createRepository({ owner, name: 'secret', private: true, content: { files: { a: '' } } });

    expect(await visitAs(github, 'olga').read('/carol/secret')).toContain('There is nothing here');
    expect(await visitAs(github, 'olga').read('/')).not.toContain('secret');
    expect(await visitAs(github, 'carol').read('/')).toContain('secret');
  });

  test('what people write is text, not HTML', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const { repository, alice } = shop;
    await github.actions.commit(repository, {
      author: alice,
      branch: 'evil',
      message: evil,
      changes: { [evil]: evil },
    });
    const pullRequest = await github.actions.openPullRequest(repository, { author: alice, title: evil, head: 'evil' });
    github.actions.addLabel(pullRequest, alice, evil);
    github.actions.comment(pullRequest, alice, evil);
    const address = `/acme/shop/pull/${pullRequest.number}`;

    for (const path of [address, `${address}/files`, '/acme/shop/pulls', `/acme/shop/commit/${pullRequest.head.sha}`]) {
      expect(await visitAs(github, 'alice').read(path)).not.toMatch(/<img[^>]*onerror/);
    }
  });

  test('links that an API client gave lead nowhere dangerous', async () => {
    const { pullRequest, repository } = shop;
    repository.commitStatuses.push({
      id: 1,
      sha: pullRequest.head.sha,
      state: 'success',
      context: 'ci',
      description: undefined,
      targetUrl: 'javascript:alert(1)',
      creator: shop.alice,
      createdAt: new Date(),
    });

    const text = await visitAs(github, 'olga').read(pull);

    expect(text).toContain('data-check="ci"');
    expect(text).not.toContain('javascript:');
  });

  test('nothing but what this server sends may run', async () => {
    const { headers } = await page.request(`${github.url}${pull}`);

    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test('everything that the page loads is there', async () => {
    const text = await visitAs(github, 'olga').read(pull);
    const addresses = [...text.matchAll(/(?:href|src)="(\/_(?:assets|avatars)[^"]*)"/g)].map(([, address]) => address!);

    expect(addresses.length).toBeGreaterThan(5);
    for (const address of addresses) {
      const response = await page.request(`${github.url}${address}`);
      await response.body?.cancel();
      expect([address, response.status]).toEqual([address, 200]);
    }
  });

  test.each([
    '/_assets/page/../page.ts',
    '/_assets/page/%2e%2e/page.ts',
    '/_assets/mermaid/..%2f..%2fvitest/package.json',
  ])('only what is meant for browsers is served, not %s', async (path) => {
    const response = await page.request(`${github.url}${path}`);
    await response.body?.cancel();

    expect(response.status).toBe(404);
  });
});

describe('who one is', () => {
  test('is chosen in the header and remembered', async () => {
    const response = await post('/_person', { login: 'olga', back: pull });
    expect(response.headers.get('set-cookie')).toContain('person=olga');
    expect(response.headers.get('location')).toBe(pull);
  });

  test('can be somebody new, with a role in the repository', async () => {
    const fields = { login: 'nora', role: 'triage', repository: 'acme/shop', back: pull };

    const response = await post('/_people', fields);

    expect(response.headers.get('set-cookie')).toContain('person=nora');
    expect(await visitAs(github, 'nora').read(pull)).toMatch(/nora<\/span>\s*<span class="menu-note">triage/);
  });

  test('cannot be somebody whom GitHub would not let in', async () => {
    const text = await visitAs(github, 'admin').press('/_people', { login: '-x-', back: pull });

    expect(readFlash(text)).toContain('GitHub does not allow that name');
  });

  test.each(['//evil.example/', '/\\evil.example', 'https://evil.example/'])('never leads to %s', async (back) => {
    const response = await post('/_person', { login: 'olga', back });

    expect(response.headers.get('location')).toBe('/');
  });

  test('no other site can press a button', async () => {
    const response = await post(`${pull}/labels`, { add: 'preview' }, 'http://evil.example');

    expect(response.status).toBe(403);
    expect(shop.pullRequest.labels).toEqual([]);
  });

  async function post(path: string, fields: Record<string, string>, origin = github.url): Promise<Response> {
    const response = await page.request(`${github.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin },
    });
    await response.body?.cancel();
    return response;
  }
});
