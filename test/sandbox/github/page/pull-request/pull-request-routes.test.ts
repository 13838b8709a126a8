import { beforeEach, describe, expect, test } from 'vitest';
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

const pull = '/acme/shop/pull/1';

describe('labels', () => {
  test('are added and removed, and the timeline tells it', async () => {
    const alice = visitAs(github, 'alice');

    await alice.press(`${pull}/labels`, { add: 'preview' });
    const page = await alice.press(`${pull}/labels`, { add: 'staging' });

    expect(listLabels()).toEqual(['preview', 'staging']);
    expect(page.replace(/<[^>]+>|\s+/g, ' ')).toMatch(/added +preview +staging +labels/);
    await alice.press(`${pull}/labels`, { remove: 'preview' });
    expect(listLabels()).toEqual(['staging']);
  });

  test('that do not exist yet are made, once, whatever the case of their letters', async () => {
    const alice = visitAs(github, 'alice');

    await alice.press(`${pull}/labels`, { add: 'Needs-Tea' });
    await alice.press(`${pull}/labels`, { remove: 'Needs-Tea' });
    await alice.press(`${pull}/labels`, { add: 'needs-tea' });

    expect(shop.repository.labels.filter(({ name }) => /needs-tea/i.test(name))).toHaveLength(1);
    expect(listLabels()).toEqual(['Needs-Tea']);
  });

  test('are for those who may triage, not for outsiders', async () => {
    github.actions.createLabel(shop.repository, shop.alice, { name: 'preview' });

    const refused = await visitAs(github, 'olga').press(`${pull}/labels`, { add: 'preview' });
    const allowed = await visitAs(github, 'tom').press(`${pull}/labels`, { add: 'preview' });

    expect(readFlash(refused)).toBe(
      'olga may not change labels: that needs the role "triage" in acme/shop, and olga has "read".',
    );
    expect(readFlash(allowed)).toBeUndefined();
    expect(listLabels()).toEqual(['preview']);
  });

  test('cannot be made by those who may only triage', async () => {
    const page = await visitAs(github, 'tom').press(`${pull}/labels`, { add: 'brand-new' });

    expect(readFlash(page)).toContain('tom may not create labels');
    expect(listLabels()).toEqual([]);
  });

  function listLabels(): string[] {
    return shop.pullRequest.labels.map(({ name }) => name);
  }
});

describe('comments', () => {
  test('everybody may write one, and change and delete their own', async () => {
    const olga = visitAs(github, 'olga');

    expect(await olga.press(`${pull}/comments`, { body: 'Does it *float*?' })).toContain('Does it <em>float</em>?');
    const { id } = shop.pullRequest.comments[0]!;
    expect(await olga.press(`${pull}/comments/${id}`, { action: 'edit', body: 'It **floats**.' })).toContain(
      'It <strong>floats</strong>.',
    );
    await olga.press(`${pull}/comments/${id}`, { action: 'delete' });
    expect(shop.pullRequest.comments).toEqual([]);
  });

  test('those of others are left alone', async () => {
    github.actions.comment(shop.pullRequest, shop.alice, 'mine');
    const { id } = shop.pullRequest.comments[0]!;

    const page = await visitAs(github, 'olga').press(`${pull}/comments/${id}`, { action: 'delete' });

    expect(readFlash(page)).toContain('olga may not change comments of others');
    expect(shop.pullRequest.comments).toHaveLength(1);
  });

  test('an empty one is refused', async () => {
    const page = await visitAs(github, 'alice').press(`${pull}/comments`, { body: '  ', action: 'comment' });

    expect(readFlash(page)).toBe('A comment needs a text.');
    expect(shop.pullRequest.comments).toEqual([]);
  });
});

describe('the branch', () => {
  test('a pressed button pushes a real commit', async () => {
    const before = shop.pullRequest.head.sha;

    await visitAs(github, 'alice').press(`${pull}/push`, { kind: 'commit' });

    expect(shop.pullRequest.head.sha).not.toBe(before);
    expect(shop.pullRequest.difference.commits).toBe(2);
  });

  test('a forced push replaces the last commit, and the timeline tells it', async () => {
    const replaced = shop.pullRequest.head.sha;

    const page = await visitAs(github, 'alice').press(`${pull}/push`, { kind: 'amend' });

    expect(page.split(`/commit/${replaced}`)).toHaveLength(2); // only where it says what was pushed over
    expect(shop.pullRequest.difference.commits).toBe(1);
    expect(page).toContain('force-pushed');
  });

  test('those who may not write may not push', async () => {
    const before = shop.pullRequest.head.sha;

    const page = await visitAs(github, 'tom').press(`${pull}/push`, { kind: 'commit' });

    expect(readFlash(page)).toContain('tom may not push');
    expect(shop.pullRequest.head.sha).toBe(before);
  });
});

describe('the end', () => {
  test('merging merges, and the branch can be deleted', async () => {
    const alice = visitAs(github, 'alice');

    const merged = await alice.press(`${pull}/merge`, { method: 'squash' });
    const deleted = await alice.press(`${pull}/delete-branch`);

    expect(merged).toContain('State--merged');
    expect(merged).toContain('Delete branch');
    expect(deleted).not.toContain('Delete branch');
    expect(shop.pullRequest.merge?.by.login).toBe('alice');
  });

  test('triage is not enough to merge', async () => {
    const page = await visitAs(github, 'tom').press(`${pull}/merge`, { method: 'merge' });

    expect(readFlash(page)).toBe('tom may not merge: that needs the role "write" in acme/shop, and tom has "triage".');
    expect(shop.pullRequest.state).toBe('open');
  });

  test('it is closed and reopened, with a comment if there is one', async () => {
    const tom = visitAs(github, 'tom');

    expect(await tom.press(`${pull}/comments`, { action: 'close', body: 'Not now.' })).toContain('State--closed');
    expect(await tom.press(`${pull}/comments`, { action: 'reopen', body: '' })).toContain('State--open');
    expect(shop.pullRequest.comments.map(({ body }) => body)).toEqual(['Not now.']);
  });

  test('an outsider closes nothing, and says nothing by trying', async () => {
    const page = await visitAs(github, 'olga').press(`${pull}/comments`, { action: 'close', body: 'Go away.' });

    expect(readFlash(page)).toContain('olga may not close pull requests of others');
    expect(shop.pullRequest.comments).toEqual([]);
  });

  test('a draft cannot be merged until it is ready', async () => {
    const alice = visitAs(github, 'alice');

    const draft = await alice.press(`${pull}/draft`, { draft: 'yes' });
    const ready = await alice.press(`${pull}/draft`, { draft: 'no' });

    expect(draft).toContain('State--draft');
    expect(draft).not.toContain('Merge pull request');
    expect(ready).toContain('Merge pull request');
  });
});

test('a reviewer approves, but nobody their own', async () => {
  const page = await visitAs(github, 'tom').press(`${pull}/review`, { state: 'APPROVED' });
  const own = await visitAs(github, 'alice').press(`${pull}/review`, { state: 'APPROVED' });

  expect(page).toContain('approved these changes');
  expect(readFlash(own)).toBe('Nobody can review a pull request of their own.');
  expect(shop.pullRequest.reviews).toHaveLength(1);
});

test('the author changes title and description', async () => {
  const page = await visitAs(github, 'alice').press(`${pull}/edit`, { title: 'Make it free', body: 'Why *not*?' });

  expect(page).toContain('Make it free');
  expect(page).toContain('Why <em>not</em>?');
});
