import { describe, expect, it } from 'vitest';
import type { ApiEffect, WebhookEffect } from '../../../../sandbox/github/faults/faults.ts';
import { addSample, callApi, listenForWebhooks, openSamplePullRequest, startGitHub } from '../../../helpers/github.ts';

const pulls = 'GET /repos/acme/shop/pulls';

async function prepare() {
  const github = await startGitHub();
  const sample = await addSample(github);
  const pullRequest = await openSamplePullRequest(github, sample);
  return { github, ...sample, pullRequest };
}

describe('a fault of the API', () => {
  it('meets as many requests as asked for, and only those that match', async () => {
    const { github } = await prepare();
    const effect: ApiEffect = { kind: 'status', status: 503 };
    github.faults.addApi({ method: 'get', path: '/repos/acme/*/pulls', count: 2, effect });
    const ask = async (request: string) => (await callApi(github, request)).status;

    const statuses = [await ask(pulls), await ask('GET /repos/acme/shop'), await ask(pulls), await ask(pulls)];

    expect(statuses).toEqual([503, 200, 503, 200]);
  });

  it.each<[string, ApiEffect, number, Record<string, string>]>([
    ['the primary limit', { kind: 'primaryLimit', resetInSeconds: 30 }, 403, { 'x-ratelimit-remaining': '0' }],
    ['a secondary limit', { kind: 'secondaryLimit', retryAfterSeconds: 5, status: 429 }, 429, { 'retry-after': '5' }],
  ])('can be %s', async (_, effect, status, headers) => {
    const { github } = await prepare();
    github.faults.addApi({ path: '/repos/*', effect });

    const answer = await callApi(github, pulls);

    expect(answer.status).toBe(status);
    for (const [name, value] of Object.entries(headers)) expect(answer.headers.get(name)).toBe(value);
  });

  it('can lose the answer to a write that was carried out', async () => {
    const { github, pullRequest } = await prepare();
    github.faults.addApi({
      method: 'POST',
      path: '/repos/acme/shop/issues/1/comments',
      effect: { kind: 'lostResponse' },
    });

    const lost = callApi(github, 'POST /repos/acme/shop/issues/1/comments', {
      token: github.adminToken,
      body: { body: 'Hi' },
    });

    await expect(lost).rejects.toThrow('fetch failed');
    expect(pullRequest.comments).toMatchObject([{ body: 'Hi' }]);
  });

  it('can empty a list, wherever in the answer it is', async () => {
    const { github } = await prepare();
    github.faults.addApi({ path: '/repos/acme/shop/pulls', effect: { kind: 'emptyList' } });
    github.faults.addApi({ path: '/search/issues', effect: { kind: 'emptyList' } });

    expect((await callApi(github, pulls)).body).toEqual([]);
    expect((await callApi(github, 'GET /search/issues?q=is:pr')).body).toMatchObject({ total_count: 0, items: [] });
    expect((await callApi(github, pulls)).body).toHaveLength(1);
  });

  it('can answer reads from an earlier moment, for a time, while writes go on', async () => {
    const { github, pullRequest, ada } = await prepare();
    const readLabels = async () => {
      const { body } = await callApi(github, 'GET /repos/acme/shop/pulls/1', { token: github.adminToken });
      return (body as { labels: { name: string }[] }).labels.map(({ name }) => name);
    };
    github.faults.addApi({ path: '/repos/acme/shop/pulls*', effect: { kind: 'staleRead', ms: 60_000 } });

    github.actions.addLabel(pullRequest, ada, 'preview');
    const stale = await readLabels();
    github.clock.advance(61_000);
    const fresh = await readLabels();

    expect([stale, fresh]).toEqual([[], ['preview']]);
  });

  it('ends when faults are cleared', async () => {
    const { github } = await prepare();
    github.faults.addApi({ path: '*', count: 100, effect: { kind: 'status', status: 500 } });

    github.faults.clear();

    expect((await callApi(github, pulls)).status).toBe(200);
  });
});

describe('a fault of webhooks', () => {
  async function label(effect: WebhookEffect) {
    const listener = await listenForWebhooks();
    const github = await startGitHub({ webhookUrl: listener.url });
    const { ada, ...sample } = await addSample(github);
    const pullRequest = await openSamplePullRequest(github, { ada, ...sample });
    github.faults.addWebhook({ event: 'pull_request.labeled', effect });
    github.actions.addLabel(pullRequest, ada, 'preview');
    github.actions.comment(pullRequest, ada, 'one');
    github.actions.removeLabel(pullRequest, ada, 'preview');
    await github.settle();
    const names = listener.listNames();
    return { github, listener, names: names.slice(names.indexOf('label.created') + 1) };
  }

  it('can drop one: it is not even among the deliveries', async () => {
    const { names, github } = await label({ kind: 'drop' });

    expect(names).toEqual(['issue_comment.created', 'pull_request.unlabeled']);
    expect(github.state.deliveries.some(({ action }) => action === 'labeled')).toBe(false);
  });

  it('can send one more than once, under one id', async () => {
    const { names, listener } = await label({ kind: 'duplicate', times: 3 });

    expect(names.filter((name) => name === 'pull_request.labeled')).toHaveLength(3);
    const guids = listener.received.filter(({ action }) => action === 'labeled').map(({ guid }) => guid);
    expect(new Set(guids).size).toBe(1);
  });

  it('can let later ones overtake one', async () => {
    const { names } = await label({ kind: 'reorder', behind: 2 });

    expect(names).toEqual(['issue_comment.created', 'pull_request.unlabeled', 'pull_request.labeled']);
  });

  it('can hold one back for a time', async () => {
    const { names } = await label({ kind: 'delay', ms: 100 });

    expect(names.at(-1)).toBe('pull_request.labeled');
  });
});
