import { describe, expect, it } from 'vitest';
import { createGitHubWriter } from '../../../src/github/create-github-writer.ts';
import { createTestClients } from '../../helpers/github-clients.ts';
import { addSample, callApi, openSamplePullRequest, startGitHub } from '../../helpers/github.ts';

const path = '/repos/acme/shop/deployments';

async function start() {
  const github = await startGitHub();
  const sample = await addSample(github);
  const { head } = await openSamplePullRequest(github, sample);
  const writer = createGitHubWriter(createTestClients(github));
  const wish = { sha: head.sha, environment: 'preview', marker: 'shop-pr-1/uid', description: 'acme/shop#1' };
  const ensure = (more: Partial<typeof wish> = {}) => writer.ensureDeployment('acme/shop', { ...wish, ...more });
  return { github, sample, head, writer, ensure };
}

describe('the deployment of a commit', () => {
  it('is made once for each environment and each commit', async () => {
    const { sample, head, ensure } = await start();

    const ids = [await ensure(), await ensure(), await ensure({ marker: 'shop-pr-2/uid' })];

    expect(ids[1]).toBe(ids[0]);
    expect(sample.shop.deployments).toMatchObject([
      {
        ...{ id: ids[0], sha: head.sha, ref: head.sha, environment: 'preview', payload: { berth: 'shop-pr-1/uid' } },
        ...{ transient: true, production: false, description: 'acme/shop#1' },
      },
      { id: ids[2], payload: { berth: 'shop-pr-2/uid' } },
    ]);
  });

  it('waits for no check and merges nothing, however the branch is', async () => {
    const { github, sample, head, ensure } = await start();
    await github.actions.commit(sample.shop, {
      ...{ author: sample.ada, branch: 'main', message: 'Ahead', changes: { 'b.txt': 'b' } },
    });
    const status = { state: 'failure', context: 'ci' };
    await callApi(github, `POST /repos/acme/shop/statuses/${head.sha}`, { token: github.adminToken, body: status });

    const id = await ensure();

    expect(sample.shop.deployments).toMatchObject([{ id, sha: head.sha }]);
    expect(sample.shop.pullRequests[0]!.head.sha).toBe(head.sha);
  });

  it('is none of somebody else with the same mark', async () => {
    const { github, sample, head, ensure } = await start();
    const body = {
      ...{ ref: head.sha, environment: 'preview', payload: { berth: 'shop-pr-1/uid' } },
      ...{ auto_merge: false, required_contexts: [] },
    };
    await callApi(github, `POST ${path}`, { token: sample.adaToken, body });

    const id = await ensure();

    expect(sample.shop.deployments.map((each) => each.id)).toContain(id);
    expect(sample.shop.deployments[0]!.id).not.toBe(id);
  });

  it('is not made twice where the answer was lost', async () => {
    const { github, sample, ensure } = await start();
    github.faults.addApi({ method: 'POST', path, effect: { kind: 'lostResponse' } });

    await expect(ensure()).rejects.toMatchObject({ reason: 'ApiUnavailable' });
    const id = await ensure();

    expect(sample.shop.deployments).toMatchObject([{ id }]);
  });

  it('may be asked for a little before all of GitHub knows the commit', async () => {
    const { ensure } = await start();

    await expect(ensure({ sha: 'b'.repeat(40) })).rejects.toMatchObject({ reason: 'GitHubRefused' });
  });

  it('has a description of at most 140 characters', async () => {
    const { sample, ensure } = await start();

    await ensure({ description: 'x'.repeat(200) });

    expect(sample.shop.deployments).toMatchObject([{ description: `${'x'.repeat(139)}…` }]);
  });
});

describe('the status of a deployment', () => {
  const status = { description: 'Live', environmentUrl: 'https://shop.example', logUrl: 'https://berth.example/shop' };

  it('is added once, and ends no deployment of another pull request', async () => {
    const { sample, writer, ensure } = await start();
    const [first, second] = [await ensure(), await ensure({ marker: 'shop-pr-2/uid' })];
    const set = (deployment: number, state: 'success' | 'inactive' | 'in_progress') =>
      writer.createDeploymentStatus('acme/shop', { ...status, deployment, state });

    await set(first, 'in_progress');
    await set(first, 'success');
    await set(first, 'success');
    await set(second, 'success');

    const statuses = sample.shop.deployments.map((each) => each.statuses.map(({ state }) => state));
    expect(statuses).toEqual([['in_progress', 'success'], ['success']]);
  });

  it('may have no address, and takes a long description', async () => {
    const { sample, writer, ensure } = await start();
    const deployment = await ensure();

    await writer.createDeploymentStatus('acme/shop', {
      ...{ ...status, deployment, state: 'failure', environmentUrl: undefined, description: 'x'.repeat(200) },
    });

    expect(sample.shop.deployments[0]!.statuses).toMatchObject([
      { environmentUrl: '', logUrl: status.logUrl, description: `${'x'.repeat(139)}…` },
    ]);
  });

  it('is not added twice where the answer was lost', async () => {
    const { github, sample, writer, ensure } = await start();
    const wish = { ...status, deployment: await ensure(), state: 'success' as const };
    github.faults.addApi({ method: 'POST', path: `${path}/*/statuses`, effect: { kind: 'lostResponse' } });

    await expect(writer.createDeploymentStatus('acme/shop', wish)).rejects.toMatchObject({ reason: 'ApiUnavailable' });
    await writer.createDeploymentStatus('acme/shop', wish);

    expect(sample.shop.deployments[0]!.statuses).toHaveLength(1);
  });
});

describe('a label', () => {
  it('is taken off; one that is off already is no error', async () => {
    const { github, sample, writer } = await start();
    const [pullRequest] = sample.shop.pullRequests;
    github.actions.addLabel(pullRequest!, sample.ada, 'preview / big?');
    const remove = () => writer.removeLabel({ repository: 'acme/shop', number: 1 }, 'preview / big?');

    await remove();
    await remove();

    expect(pullRequest!.labels).toEqual([]);
  });
});
