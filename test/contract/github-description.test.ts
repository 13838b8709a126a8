import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadContract } from '../../sandbox/github/contract/contract.ts';
import { buildSlice, descriptionFile } from '../../sandbox/github/contract/slice.ts';
import { usedOperations } from '../../sandbox/github/contract/used.ts';
import { routes } from '../../sandbox/github/routes/routes.ts';
import { renderPullRequest } from '../../sandbox/github/render/pull-request.ts';
import { addSample, callApi, listenForWebhooks, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

describe("the committed slice of GitHub's description", () => {
  it('is what the script makes of the installed description', async () => {
    expect(await readFile(descriptionFile, 'utf8')).toBe(await buildSlice());
  });

  it('names its version and licence', async () => {
    const { note } = JSON.parse(await readFile(descriptionFile, 'utf8')) as { note: string };
    expect(note).toMatch(/@octokit\/openapi \d+\.\d+\.\d+.*MIT/s);
  });

  it('describes exactly the operations that the stand-in answers', () => {
    expect(routes.map(({ operation }) => operation).toSorted()).toEqual([...usedOperations].toSorted());
  });
});

describe('holding answers to the description', () => {
  const contract = loadContract();

  it.each([
    ['lacks a required key', { message: 'a' }],
    ['has another type', { sha: 7, merged: true, message: 'a' }],
    ['is not an object', []],
  ])('refuses an answer that %s', (_, body) => {
    expect(contract.checkResponse('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', 200, body)).toBeDefined();
  });

  it('refuses a status that GitHub never gives', () => {
    expect(contract.checkResponse('GET /repos/{owner}/{repo}', 204, undefined)).toContain('204');
  });

  it('accepts the empty addresses that GitHub gives deployment statuses', async () => {
    const github = await startGitHub();
    await openSamplePullRequest(github, await addSample(github));
    const body = { ref: 'topic', environment: 'preview', auto_merge: false, required_contexts: [] };
    const deployment = await callApi(github, 'POST /repos/acme/shop/deployments', { token: github.adminToken, body });
    const { id } = deployment.body as { id: number };

    const status = await callApi(github, `POST /repos/acme/shop/deployments/${id}/statuses`, {
      token: github.adminToken,
      body: { state: 'queued' },
    });

    expect(status).toMatchObject({ status: 201, body: { target_url: '', environment_url: '', log_url: '' } });
  });

  it('answers 500 and remembers it when a route is about to say something that GitHub would not', async () => {
    const github = await startGitHub();
    const { shop } = await addSample(github);
    Object.assign(shop, { defaultBranch: 7 });

    const { status, body } = await callApi(github, 'GET /repos/acme/shop');

    expect(status).toBe(500);
    expect(body).toMatchObject({ message: expect.stringContaining('default_branch') as string });
    expect(github.takeViolations()).toMatchObject([{ kind: 'response', subject: 'GET /repos/{owner}/{repo} 200' }]);
  });

  it('answers 500 and remembers it when the stand-in itself fails', async () => {
    const github = await startGitHub();
    const { shop } = await addSample(github);
    Object.assign(shop, { directory: '/does/not/exist' });

    const { status, body } = await callApi(github, 'GET /repos/acme/shop/branches');

    expect(status).toBe(500);
    expect(body).toMatchObject({ message: 'Server Error' });
    expect(github.takeViolations()).toMatchObject([{ kind: 'response', subject: 'GET /repos/acme/shop/branches' }]);
  });

  it('answers 422 and remembers it when a request is not as described', async () => {
    const github = await startGitHub();
    await addSample(github);

    const { status } = await callApi(github, 'POST /repos/acme/shop/labels', {
      token: github.adminToken,
      body: { color: 'fff' },
    });

    expect(status).toBe(422);
    expect(github.takeViolations()).toMatchObject([{ kind: 'request', subject: 'POST /repos/{owner}/{repo}/labels' }]);
  });

  it('answers 404 and remembers it when nothing is known about an operation', async () => {
    const github = await startGitHub();

    const { status, body } = await callApi(github, 'GET /repos/acme/shop/milestones');

    expect(status).toBe(404);
    expect(body).toMatchObject({ message: 'Not Found' });
    expect(github.takeViolations()).toMatchObject([{ kind: 'not described' }]);
  });
});

describe('holding webhooks to the description', () => {
  it('sends no webhook that differs from it, and remembers that', async () => {
    const listener = await listenForWebhooks();
    const github = await startGitHub({ webhookUrl: listener.url });
    const sample = await addSample(github);
    const pullRequest = await openSamplePullRequest(github, sample);
    Object.assign(pullRequest, { title: 7 });

    github.actions.addLabel(pullRequest, sample.ada, 'preview');
    await github.settle();

    expect(listener.listNames()).not.toContain('pull_request.labeled');
    expect(github.takeViolations()).toMatchObject([{ kind: 'webhook', subject: 'pull_request.labeled' }]);
  });

  it.each(['title', 'head', 'labels', 'mergeable_state'])('notices a pull request without its %s', async (key) => {
    const github = await startGitHub();
    const pullRequest = await openSamplePullRequest(github, await addSample(github));
    const links = { url: github.url, apiUrl: github.apiUrl };
    const rendered = Object.entries(renderPullRequest(links, pullRequest)).filter(([name]) => name !== key);
    const contract = loadContract();

    const problem = contract.checkResponse(
      'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      200,
      Object.fromEntries(rendered),
    );

    expect(problem).toContain(key);
  });
});
