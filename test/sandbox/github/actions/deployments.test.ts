import { describe, expect, it } from 'vitest';
import type { GitHub } from '../../../../sandbox/github/github.ts';
import { addSample, callApi, openSamplePullRequest, startGitHub } from '../../../helpers/github.ts';

const path = '/repos/acme/shop/deployments';

async function prepare() {
  const github = await startGitHub();
  const sample = await addSample(github);
  const pullRequest = await openSamplePullRequest(github, sample);
  return { github, ...sample, pullRequest };
}

async function deploy(github: GitHub, wanted: object = {}): Promise<number> {
  const body = { ref: 'topic', environment: 'preview', auto_merge: false, required_contexts: [], ...wanted };
  const answer = await callApi(github, `POST ${path}`, { token: github.adminToken, body });
  return (answer.body as { id: number }).id;
}

function setStatus(github: GitHub, id: number, body: object) {
  return callApi(github, `POST ${path}/${id}/statuses`, { token: github.adminToken, body });
}

function listStates({ state }: GitHub): (string | undefined)[] {
  return state.repositories[0]!.deployments.map(({ statuses }) => statuses.at(-1)?.state);
}

describe('a deployment that succeeds', () => {
  it.each<[string, object, string]>([
    ['ends an ordinary one of the same environment', {}, 'inactive'],
    ['leaves a transient one alone', { transient_environment: true }, 'success'],
    ['leaves one of production alone', { production_environment: true }, 'success'],
    ['leaves one of another environment alone', { environment: 'other' }, 'success'],
  ])('%s', async (_, earlier, state) => {
    const { github } = await prepare();
    const first = await deploy(github, earlier);
    await setStatus(github, first, { state: 'success' });

    const second = await deploy(github);
    await setStatus(github, second, { state: 'success' });

    expect(listStates(github)).toEqual([state, 'success']);
  });

  it('ends nothing when it is asked not to, nor what was never a success', async () => {
    const { github } = await prepare();
    await setStatus(github, await deploy(github), { state: 'success' });
    await setStatus(github, await deploy(github), { state: 'failure' });
    await setStatus(github, await deploy(github), { state: 'success', auto_inactive: false });
    expect(listStates(github)).toEqual(['success', 'failure', 'success']);

    await setStatus(github, await deploy(github), { state: 'success' });

    expect(listStates(github)).toEqual(['inactive', 'failure', 'inactive', 'success']);
  });
});

describe('a deployment', () => {
  it('merges the default branch first, unless it is told not to', async () => {
    const { github, shop, ada, pullRequest } = await prepare();
    const before = pullRequest.head.sha;
    await github.actions.commit(shop, {
      author: ada,
      branch: 'main',
      message: 'Meanwhile',
      changes: { 'other.txt': 'x' },
    });

    const answer = await callApi(github, `POST ${path}`, { token: github.adminToken, body: { ref: 'topic' } });

    expect(answer).toMatchObject({ status: 202, body: { message: 'Auto-merged main into topic on deployment.' } });
    expect(pullRequest.head.sha).not.toBe(before);
    expect(shop.deployments).toEqual([]);
  });

  it('is refused while something said of the commit is not a success, unless nothing is required', async () => {
    const { github, pullRequest } = await prepare();
    const token = github.adminToken;
    const status = { state: 'pending', context: 'ci' };
    await callApi(github, `POST /repos/acme/shop/statuses/${pullRequest.head.sha}`, { token, body: status });
    const body = { ref: 'topic', auto_merge: false };

    const refused = await callApi(github, `POST ${path}`, { token, body });
    const named = await callApi(github, `POST ${path}`, { token, body: { ...body, required_contexts: ['ci'] } });
    const free = await callApi(github, `POST ${path}`, { token, body: { ...body, required_contexts: [] } });

    expect(refused).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('Commit status checks failed') as string },
    });
    expect([named.status, free.status]).toEqual([409, 201]);
  });

  it('of nothing that git knows is refused', async () => {
    const { github } = await prepare();

    const answer = await callApi(github, `POST ${path}`, { token: github.adminToken, body: { ref: 'nothing' } });

    expect(answer).toMatchObject({ status: 422, body: { message: 'No ref found for: nothing' } });
  });

  it('is described in 140 characters at most, each emoji one of them', async () => {
    const { github } = await prepare();
    const id = await deploy(github);

    const fits = await setStatus(github, id, { state: 'in_progress', description: '🚢'.repeat(140) });
    const tooLong = await setStatus(github, id, { state: 'in_progress', description: 'x'.repeat(141) });

    expect([fits.status, tooLong.status]).toEqual([201, 422]);
    expect(tooLong.body).toMatchObject({ errors: [{ field: 'description' }] });
  });

  it('is removed only when it is inactive or the only one of its environment', async () => {
    const { github, shop } = await prepare();
    const first = await deploy(github, { transient_environment: true });
    const second = await deploy(github, { transient_environment: true });
    await setStatus(github, first, { state: 'success' });
    const remove = async (id: number) =>
      (await callApi(github, `DELETE ${path}/${id}`, { token: github.adminToken })).status;

    expect(await remove(first)).toBe(422);
    await setStatus(github, first, { state: 'inactive' });
    expect(await remove(first)).toBe(204);
    expect(await remove(second)).toBe(204);
    expect(shop.deployments).toEqual([]);
  });

  it('stands in the timeline of the pull request whose head it deploys', async () => {
    const { github, pullRequest } = await prepare();

    const id = await deploy(github);

    expect(pullRequest.timeline).toContainEqual(expect.objectContaining({ kind: 'deployed', deploymentId: id }));
  });
});
