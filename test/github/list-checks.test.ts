import { describe, expect, it } from 'vitest';
import { createGitHubReader } from '../../src/github/create-github-reader.ts';
import { createTestClients } from '../helpers/github-clients.ts';
import { addSample, callApi, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

async function start() {
  const github = await startGitHub();
  const sample = await addSample(github);
  const { head } = await openSamplePullRequest(github, sample);
  const clients = createTestClients(github);
  const reader = createGitHubReader(clients);
  const list = async () => Object.fromEntries(await reader.listChecks('acme/shop', head.sha));
  const setStatus = (context: string, state: string) =>
    callApi(github, `POST /repos/acme/shop/statuses/${head.sha}`, { token: sample.adaToken, body: { context, state } });
  const createRun = (name: string, outcome: object) =>
    clients.inRepository('acme/shop', ({ octokit, place }) =>
      octokit.request('POST /repos/{owner}/{repo}/check-runs', { ...place, name, head_sha: head.sha, ...outcome }),
    );
  return { github, list, setStatus, createRun, statuses: sample.shop.commitStatuses };
}

describe('the checks of a commit', () => {
  it('are none that nobody has begun', async () => {
    const { list } = await start();

    expect(await list()).toEqual({});
  });

  it('are runs and statuses alike, of whom the latest counts', async () => {
    const { list, setStatus, createRun } = await start();
    await setStatus('lint', 'pending');
    await setStatus('lint', 'success');
    await setStatus('deploy', 'success');
    await setStatus('deploy', 'error');
    await setStatus('slow', 'pending');
    await createRun('build', { conclusion: 'failure' });
    await createRun('build', { conclusion: 'success' });

    expect(await list()).toEqual({ lint: 'succeeded', deploy: 'failed', slow: 'pending', build: 'succeeded' });
  });

  it.each([
    [{ status: 'queued' }, 'pending'],
    [{ status: 'in_progress' }, 'pending'],
    [{ conclusion: 'success' }, 'succeeded'],
    [{ conclusion: 'neutral' }, 'succeeded'],
    [{ conclusion: 'skipped' }, 'succeeded'],
    [{ conclusion: 'failure' }, 'failed'],
    [{ conclusion: 'cancelled' }, 'failed'],
    [{ conclusion: 'timed_out' }, 'failed'],
    [{ conclusion: 'action_required' }, 'failed'],
  ])('stand as their runs do: %j → %s', async (outcome, state) => {
    const { list, createRun } = await start();
    await createRun('ci', outcome);

    expect(await list()).toEqual({ ci: state });
  });

  it('are found behind the first page', async () => {
    const { list, setStatus, statuses } = await start();
    await setStatus('first', 'success');
    for (let at = 1; at < 105; at += 1) statuses.push({ ...statuses[0]!, context: `context ${at}` });

    expect(Object.keys(await list())).toHaveLength(105);
  });

  it.each(['check-runs', 'statuses'])('are an error where GitHub does not tell the %s', async (kind) => {
    const { github, list } = await start();
    github.faults.addApi({ path: `/repos/acme/shop/commits/*/${kind}`, effect: { kind: 'status', status: 500 } });

    await expect(list()).rejects.toMatchObject({ reason: 'ApiUnavailable' });
  });
});
