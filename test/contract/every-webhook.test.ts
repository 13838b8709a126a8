import { expect, it } from 'vitest';
import type { Description } from '../../sandbox/github/contract/description.ts';
import { descriptionFile } from '../../sandbox/github/contract/slice.ts';
import { readFile } from 'node:fs/promises';
import type { GitHub } from '../../sandbox/github/github.ts';
import { addSample, callApi, listenForWebhooks, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

it("sends every webhook of the slice, each as GitHub's description says", async () => {
  const listener = await listenForWebhooks();
  const github = await startGitHub({ webhookUrl: listener.url });
  const { actions, state } = github;
  const sample = await addSample(github);
  const { ada, shop } = sample;
  const pullRequest = await openSamplePullRequest(github, sample);
  const token = createToken(github);
  const { sha } = pullRequest.head;

  const grace = actions.addPerson('grace');
  const other = await actions.createRepository({ owner: grace, name: 'other', content: { files: { a: 'a' } } });
  actions.addToInstallation(actions.install(grace, []), other);
  const comment = actions.comment(pullRequest, ada, 'Hello');
  actions.editComment(pullRequest, ada, comment, 'Hello!');
  actions.deleteComment(pullRequest, ada, comment);
  actions.addLabel(pullRequest, ada, 'preview');
  actions.removeLabel(pullRequest, ada, 'preview');
  actions.setDraft(pullRequest, ada, true);
  actions.setDraft(pullRequest, ada, false);
  await actions.editPullRequest(pullRequest, ada, { body: 'Because.' });
  actions.review(pullRequest, grace, 'APPROVED', 'Nice');
  await callApi(github, `POST /repos/acme/shop/statuses/${sha}`, { token, body: { state: 'success', context: 'ci' } });
  const run = { name: 'preview', head_sha: sha, conclusion: 'success' };
  await callApi(github, 'POST /repos/acme/shop/check-runs', { token, body: run });
  const wanted = { ref: sha, environment: 'pr-1', auto_merge: false };
  const deployment = await callApi(github, 'POST /repos/acme/shop/deployments', { token, body: wanted });
  const { id } = deployment.body as { id: number };
  await callApi(github, `POST /repos/acme/shop/deployments/${id}/statuses`, { token, body: { state: 'success' } });
  await actions.commit(shop, { author: ada, branch: 'topic', message: 'More', changes: { more: 'more' } });
  actions.close(pullRequest, ada);
  await actions.reopen(pullRequest, ada);
  await actions.deleteBranch(shop, ada, 'topic');
  await github.settle();

  const { webhooks } = JSON.parse(await readFile(descriptionFile, 'utf8')) as Description;
  expect([...new Set(listener.listNames())].toSorted()).toEqual(Object.keys(webhooks).toSorted());
  expect(listener.received.filter(({ isSigned }) => !isSigned)).toEqual([]);
  expect(new Set(listener.received.map(({ guid }) => guid)).size).toBe(listener.received.length);
  expect(state.deliveries).toHaveLength(listener.received.length);
});

it('sends only what the App subscribes to, and only of repositories that it is installed on', async () => {
  const listener = await listenForWebhooks();
  const github = await startGitHub({ webhookUrl: listener.url, events: ['pull_request'] });
  const sample = await addSample(github);
  await openSamplePullRequest(github, sample);
  const grace = github.actions.addPerson('grace');
  const fork = await github.actions.fork(sample.shop, grace);
  await github.actions.openPullRequest(fork, { author: grace, title: 'Of my own', head: 'topic' });
  await github.settle();

  expect(listener.listNames()).toEqual(['ping', 'installation.created', 'pull_request.opened']);
});

it('tells in the deliveries what came of each: refused and not even reached', async () => {
  const listener = await listenForWebhooks(({ event }) => (event === 'ping' ? 204 : 503));
  const github = await startGitHub({ webhookUrl: listener.url });
  await addSample(github);
  await github.settle();
  github.state.app.hook.url = 'http://127.0.0.1:1/';
  github.actions.install(github.actions.addPerson('grace'));
  await github.settle();

  const outcomes = github.state.deliveries.map(({ event, response }) => [
    event,
    response.kind === 'answered' ? response.code : response.reason,
  ]);
  expect(outcomes).toEqual([
    ['ping', 204],
    ['installation', 503],
    ['installation', expect.stringMatching(/^failed to connect to host: .*ECONNREFUSED/)],
  ]);
});

function createToken({ state }: GitHub): string {
  const [installation] = state.installations;
  const expiresAt = new Date(Date.now() + 3_600_000);
  const { permissions } = installation!;
  const token = {
    kind: 'installation',
    value: 'ghs_for_this_test',
    installation: installation!,
    permissions,
    repositories: undefined,
    expiresAt,
  } as const;
  state.tokens.push(token);
  return token.value;
}
