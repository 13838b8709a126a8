import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { readGitSource } from '../../src/github/read-git-source.ts';
import { createSourceReader } from '../../src/github/sources/create-source-reader.ts';
import { createTestClients } from '../helpers/github-clients.ts';
import { addSample, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

async function start() {
  const github = await startGitHub();
  const sample = await addSample(github);
  await github.actions.commit(sample.shop, {
    ...{ author: sample.ada, branch: 'feature/charts', message: 'Charts', changes: { 'charts/x.yaml': 'x' } },
  });
  const { head } = await openSamplePullRequest(github, sample);
  const folder = await mkdtemp(`${tmpdir()}/berth-git-source-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  const clients = createTestClients(github);
  const sources = await createSourceReader({ clients, folder });
  const read = (ref: string) =>
    readGitSource({ repository: 'acme/shop', ref }, { clients, sources }, new AbortController().signal);
  return { head, read };
}

it('reads another repository at a branch or a commit', async () => {
  const { head, read } = await start();

  expect(await readdir(await read('feature/charts'))).toContain('charts');
  expect(await readdir(await read(head.sha))).not.toContain('charts');
  expect(await read('topic')).toBe(await read(head.sha));
});

it('says that there is no such branch', async () => {
  const { read } = await start();

  await expect(read('nothing')).rejects.toMatchObject({
    reason: 'GitHubRefused',
    message: 'finding "nothing" of acme/shop: GitHubRefused',
  });
});
