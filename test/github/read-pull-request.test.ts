import { describe, expect, it } from 'vitest';
import { createGitHubReader } from '../../src/github/create-github-reader.ts';
import type { ApiEffect } from '../../sandbox/github/faults/faults.ts';
import { createTestClients } from '../helpers/github-clients.ts';
import { addSample, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

const address = { repository: 'acme/shop', number: 1 };
const pullRequestPath = '/repos/acme/shop/pulls/1';

async function startWithPullRequest(options: { timeoutMs?: number } = {}) {
  const github = await startGitHub();
  const sample = await addSample(github);
  const pullRequest = await openSamplePullRequest(github, sample);
  return { github, sample, pullRequest, reader: createGitHubReader(createTestClients(github, options)) };
}

describe('reading a pull request', () => {
  it('tells what it is and where its commits come from', async () => {
    const { github, sample, pullRequest, reader } = await startWithPullRequest();
    github.actions.addLabel(pullRequest, sample.ada, 'preview');

    const reading = await reader.readPullRequest(address);

    expect(reading).toEqual({
      answer: {
        ...{ kind: 'found', repository: 'acme/shop', number: 1, state: 'open' },
        ...{ labels: ['preview'], headSha: pullRequest.head.sha },
      },
      details: {
        installation: github.state.installations[0]!.id,
        head: {
          ...{ sha: pullRequest.head.sha, branch: 'topic', base: 'main', author: 'ada' },
          origin: 'sameRepository',
        },
        labels: ['preview'],
        updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
      },
    });
  });

  it('tells a merged one from a closed one', async () => {
    const { github, sample, pullRequest, reader } = await startWithPullRequest();

    github.actions.close(pullRequest, sample.ada);
    const closed = await reader.readPullRequest(address);
    await github.actions.reopen(pullRequest, sample.ada);
    await github.actions.merge(pullRequest, sample.ada);
    const merged = await reader.readPullRequest(address);

    expect(closed.answer).toMatchObject({ kind: 'found', state: 'closed' });
    expect(merged.answer).toMatchObject({ kind: 'found', state: 'merged' });
  });

  it('tells a fork, also one that is gone', async () => {
    const { github, sample, reader } = await startWithPullRequest();
    const eve = github.actions.addPerson('eve');
    const fork = await github.actions.fork(sample.shop, eve);
    await github.actions.commit(fork, { author: eve, branch: 'evil', message: 'Evil', changes: { 'x.txt': 'x' } });
    await github.actions.openPullRequest(sample.shop, {
      ...{ author: eve, title: 'Evil', head: 'evil', headRepository: fork },
    });
    const read = async () => (await reader.readPullRequest({ ...address, number: 2 })).details?.head.origin;

    const before = await read();
    await github.actions.deleteRepository(fork, eve);

    expect([before, await read()]).toEqual(['fork', 'fork']);
  });

  it('is sure that it is gone only where its repository answers', async () => {
    const { github, reader } = await startWithPullRequest();
    const gone = { repository: 'acme/shop', number: 99 };

    const found = await reader.readPullRequest(gone);
    github.faults.addApi({ path: '/repos/acme/shop', effect: { kind: 'status', status: 502 } });
    const failed = await reader.readPullRequest(gone);
    const elsewhere = await reader.readPullRequest({ repository: 'acme/other', number: 1 });

    expect(found).toEqual({ answer: { kind: 'notFound', repository: 'found' } });
    expect(failed).toEqual({ answer: { kind: 'failed' } });
    expect(elsewhere).toEqual({ answer: { kind: 'notFound', repository: 'notFound' } });
  });

  it.each<ApiEffect>([
    { kind: 'status', status: 301 },
    { kind: 'status', status: 403 },
    { kind: 'status', status: 410 },
    { kind: 'status', status: 451 },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 502 },
    { kind: 'status', status: 503 },
    { kind: 'primaryLimit', resetInSeconds: 60 },
    { kind: 'secondaryLimit', retryAfterSeconds: 60 },
    { kind: 'secondaryLimit', retryAfterSeconds: 60, status: 429 },
    { kind: 'lostResponse' },
  ])('concludes nothing from $kind $status', async (effect) => {
    const { github, reader } = await startWithPullRequest();
    github.faults.addApi({ path: pullRequestPath, effect });

    expect(await reader.readPullRequest(address)).toEqual({ answer: { kind: 'failed' } });
  });

  it('concludes nothing from an answer that does not come in time', async () => {
    const { github, reader } = await startWithPullRequest({ timeoutMs: 300 });
    github.faults.addApi({ path: pullRequestPath, effect: { kind: 'delay', ms: 3_000 } });

    expect(await reader.readPullRequest(address)).toEqual({ answer: { kind: 'failed' } });
  });

  it('does not ask again before the time that GitHub gave', async () => {
    const { github, reader } = await startWithPullRequest();
    github.faults.addApi({ path: pullRequestPath, effect: { kind: 'secondaryLimit', retryAfterSeconds: 60 } });

    await reader.readPullRequest(address);
    // The fault is used up: GitHub would answer now.
    const again = await reader.readPullRequest(address);

    expect(again).toEqual({ answer: { kind: 'failed' } });
  });

  it('takes a missing token for no answer about the pull request', async () => {
    const { github, reader } = await startWithPullRequest();
    github.faults.addApi({ path: '/app/installations/*/access_tokens', effect: { kind: 'status', status: 404 } });

    const failed = await reader.readPullRequest(address);
    const found = await reader.readPullRequest(address);

    expect(failed).toEqual({ answer: { kind: 'failed' } });
    expect(found.answer.kind).toBe('found');
  });
});
