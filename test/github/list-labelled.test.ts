import { describe, expect, it } from 'vitest';
import { createGitHubReader } from '../../src/github/create-github-reader.ts';
import { createTestClients } from '../helpers/github-clients.ts';
import { addSample, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

/** Two accounts with the App, three repositories, a labelled pull request in each. */
async function start() {
  const github = await startGitHub();
  const { actions } = github;
  const sample = await addSample(github);
  const other = actions.addOrganization('other');
  const files = { 'a.txt': 'a' };
  const repositories = [
    sample.shop,
    await actions.createRepository({ owner: sample.organization, name: 'api', content: { files } }),
    await actions.createRepository({ owner: other, name: 'web', content: { files } }),
  ];
  actions.install(other);
  for (const repository of repositories) {
    const pullRequest = await openSamplePullRequest(github, { ...sample, shop: repository });
    actions.addLabel(pullRequest, sample.ada, 'preview');
  }
  return { github, ...sample, reader: createGitHubReader(createTestClients(github)) };
}

const all = [
  { repository: 'acme/shop', number: 1 },
  { repository: 'acme/api', number: 1 },
  { repository: 'other/web', number: 1 },
];

describe('the labelled pull requests', () => {
  it('are found in every repository with the App', async () => {
    const { reader } = await start();

    expect(await reader.listLabelled(['preview', 'staging'])).toEqual({ pullRequests: all, failed: [] });
    expect(await reader.listLabelled(['staging'])).toEqual({ pullRequests: [], failed: [] });
  });

  it('are those that are open, each once, by any of the labels', async () => {
    const { github, ada, shop, reader } = await start();
    const [first] = shop.pullRequests;
    const changes = { 'b.txt': 'b' };
    await github.actions.commit(shop, { author: ada, branch: 'second', message: 'B', changes });
    const second = await github.actions.openPullRequest(shop, { author: ada, title: 'B', head: 'second' });
    github.actions.addLabel(first!, ada, 'staging');
    github.actions.addLabel(second, ada, 'staging');
    const listed = await reader.listLabelled(['preview', 'staging'], 'acme/shop');
    github.actions.close(second, ada);
    const afterwards = await reader.listLabelled(['preview', 'staging'], 'acme/shop');

    expect(listed.pullRequests.map(({ number }) => number)).toEqual([1, 2]);
    expect(afterwards.pullRequests.map(({ number }) => number)).toEqual([1]);
  });

  it('are found behind the first page', async () => {
    const { github, ada, shop, reader } = await start();
    const [first] = shop.pullRequests;
    for (let number = 2; number <= 130; number += 1) shop.pullRequests.push({ ...first!, number });
    github.actions.addLabel(first!, ada, 'staging');

    const { pullRequests } = await reader.listLabelled(['preview'], 'acme/shop');

    expect(pullRequests).toHaveLength(130);
  });

  it.each([
    ['/repos/acme/shop/issues', { pullRequests: all.slice(1), failed: ['acme/shop'] }],
    ['/app/installations', { pullRequests: [], failed: ['*'] }],
  ])('are told apart from those that could not be read: %s', async (path, expected) => {
    const { github, reader } = await start();
    github.faults.addApi({ path, effect: { kind: 'status', status: 500 } });

    const listed = await reader.listLabelled(['preview']);

    expect({ ...listed, pullRequests: sort(listed.pullRequests) }).toEqual({
      ...expected,
      pullRequests: sort(expected.pullRequests),
    });
  });

  it('are those of the other installations where one could not be read', async () => {
    const { github, reader } = await start();
    // Both installations are asked at the same time: which of them the fault meets is not known beforehand.
    github.faults.addApi({ path: '/installation/repositories', effect: { kind: 'status', status: 500 } });

    const { pullRequests, failed } = await reader.listLabelled(['preview']);

    const [owner = ''] = failed.map((name) => name.replace(/\/\*$/, ''));
    expect(failed).toEqual([`${owner}/*`]);
    expect(sort(pullRequests)).toEqual(sort(all.filter(({ repository }) => !repository.startsWith(`${owner}/`))));
  });

  it('are none where the App was taken away', async () => {
    const { github, reader } = await start();
    github.state.installations[0]!.suspendedAt = github.clock.now();

    expect(await reader.listLabelled(['preview'])).toEqual({ pullRequests: all.slice(2), failed: [] });
    expect(await reader.listLabelled(['preview'], 'gone/gone')).toEqual({ pullRequests: [], failed: ['gone/gone'] });
  });
});

function sort(pullRequests: readonly { repository: string }[]): readonly { repository: string }[] {
  return pullRequests.toSorted((a, b) => a.repository.localeCompare(b.repository));
}

describe('the files that a pull request changes', () => {
  it('are listed, a moved one under both names', async () => {
    const { github, ada, shop, reader } = await start();
    const content = 'one\ntwo\nthree\n'.repeat(20);
    await github.actions.commit(shop, { author: ada, branch: 'main', message: 'A', changes: { 'old.txt': content } });
    const changes = { 'old.txt': null, 'new.txt': content, 'api/x.txt': 'x' };
    await github.actions.commit(shop, { author: ada, branch: 'moved', message: 'Move', changes });
    await github.actions.openPullRequest(shop, { author: ada, title: 'Move', head: 'moved' });

    const files = await reader.listChangedFiles({ repository: 'acme/shop', number: 2 });

    expect(files.toSorted()).toEqual(['api/x.txt', 'new.txt', 'old.txt']);
  });
});
