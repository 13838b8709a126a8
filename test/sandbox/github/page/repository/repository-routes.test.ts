import { beforeEach, expect, test } from 'vitest';
import type { GitHub } from '../../../../../sandbox/github/github.ts';
import { startGitHub } from '../../../../helpers/github.ts';
import { createShop } from '../shop.ts';
import type { Shop } from '../shop.ts';
import { readFlash, visitAs } from '../visitor.ts';

let github: GitHub;
let shop: Shop;

beforeEach(async () => {
  github = await startGitHub();
  shop = await createShop(github);
});

test('a new branch becomes a pull request', async () => {
  const alice = visitAs(github, 'alice');

  expect(await alice.press('/acme/shop/branches', { branch: 'fix/tax-rate' })).toContain('fix/tax-rate');
  const page = await alice.press('/acme/shop/pulls', {
    head: 'fix/tax-rate',
    title: 'Fix tax',
    body: '',
    draft: 'yes',
  });

  expect(page).toContain('State--draft');
  expect(shop.repository.pullRequests.at(-1)).toMatchObject({ title: 'Fix tax', draft: true, author: shop.alice });
});

test('an outsider forks, and opens a pull request from the fork', async () => {
  const olga = visitAs(github, 'olga');

  const fork = await olga.press('/acme/shop/fork');
  await olga.press('/olga/shop/branches', { branch: 'bargain' });
  const page = await olga.press('/olga/shop/pulls', { head: 'bargain', title: 'Bargain' });

  expect(fork).toContain('Forked from <a href="/acme/shop">');
  expect(page).toContain('olga:bargain');
  expect(shop.repository.pullRequests.at(-1)?.head.repository?.owner.login).toBe('olga');
  expect(await olga.press('/acme/shop/fork')).toContain('olga');
});

test('a branch without changes, or one that has a pull request, is refused with a reason', async () => {
  const page = await visitAs(github, 'alice').press('/acme/shop/pulls', { head: 'cheaper', title: 'Again' });

  expect(readFlash(page)).toMatch(/Validation Failed: .*pull request already exists/);
  expect(shop.repository.pullRequests).toHaveLength(1);
});

test.each(['../evil', '-x', 'a..b', ''])('a branch cannot be called %j', async (branch) => {
  const page = await visitAs(github, 'alice').press('/acme/shop/branches', { branch });

  expect(readFlash(page)).toBe(`"${branch}" is not a name for a branch.`);
});

test('an outsider makes no branches', async () => {
  const page = await visitAs(github, 'olga').press('/acme/shop/branches', { branch: 'mine' });

  expect(readFlash(page)).toContain('olga may not create branches');
});
