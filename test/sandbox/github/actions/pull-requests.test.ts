import { describe, expect, it } from 'vitest';
import type { MergeMethod } from '../../../../sandbox/github/actions/actions.ts';
import { runGit } from '../../../../sandbox/github/git/git.ts';
import { addSample, callApi, listenForWebhooks, openSamplePullRequest, startGitHub } from '../../../helpers/github.ts';

async function prepare() {
  const listener = await listenForWebhooks();
  const github = await startGitHub({ webhookUrl: listener.url });
  const sample = await addSample(github);
  const pullRequest = await openSamplePullRequest(github, sample);
  const get = async () => (await callApi(github, 'GET /repos/acme/shop/pulls/1')).body;
  return { github, listener, ...sample, pullRequest, get };
}

describe('a pull request', () => {
  it('tells the App each thing that happens to it, in order and signed', async () => {
    const { github, listener, pullRequest, ada } = await prepare();
    const { actions } = github;

    actions.addLabel(pullRequest, ada, 'preview');
    actions.removeLabel(pullRequest, ada, 'preview');
    actions.setDraft(pullRequest, ada, true);
    actions.setDraft(pullRequest, ada, false);
    await actions.editPullRequest(pullRequest, ada, { title: 'Better numbers' });
    const comment = actions.comment(pullRequest, ada, 'Hello');
    actions.editComment(pullRequest, ada, comment, 'Hello!');
    actions.deleteComment(pullRequest, ada, comment);
    actions.close(pullRequest, ada);
    await actions.reopen(pullRequest, ada);
    await actions.merge(pullRequest, ada);
    await github.settle();

    const told = listener.listNames().filter((name) => /^(?:pull_request|issue_comment)\./.test(name));
    expect(told).toEqual([
      'pull_request.opened',
      'pull_request.labeled',
      'pull_request.unlabeled',
      'pull_request.converted_to_draft',
      'pull_request.ready_for_review',
      'pull_request.edited',
      'issue_comment.created',
      'issue_comment.edited',
      'issue_comment.deleted',
      'pull_request.closed',
      'pull_request.reopened',
      'pull_request.closed',
    ]);
    expect(listener.received.every(({ isSigned }) => isSigned)).toBe(true);
    expect(listener.received.find(({ action }) => action === 'unlabeled')?.payload.pull_request.labels).toEqual([]);
  });

  it('is listed without what GitHub only tells of one: mergeable and the counts', async () => {
    const { github, get } = await prepare();

    const listed = (await callApi(github, 'GET /repos/acme/shop/pulls')).body as object[];

    expect(await get()).toMatchObject({ mergeable: true, commits: 1, additions: 1, deletions: 1, changed_files: 1 });
    expect(listed[0]).toMatchObject({ number: 1, head: { ref: 'topic' } });
    expect(listed[0]).not.toHaveProperty('mergeable');
    expect(listed[0]).not.toHaveProperty('commits');
  });

  it.each<[MergeMethod, number, string]>([
    ['merge', 2, 'Merge pull request #1 from acme/topic'],
    ['squash', 1, 'Numbers (#1)'],
    ['rebase', 1, 'Write numbers'],
  ])('merged by %s gives a commit with %i parents: "%s"', async (method, parents, subject) => {
    const { github, shop, pullRequest, ada, get } = await prepare();
    await github.actions.commit(shop, {
      author: ada,
      branch: 'main',
      message: 'Meanwhile',
      changes: { 'other.txt': 'x' },
    });

    await github.actions.merge(pullRequest, ada, method);

    const [hashes, text] = (await runGit(shop.directory, ['log', '-1', '--format=%P%n%s', 'main'])).split('\n');
    expect([hashes!.split(' ').length, text]).toEqual([parents, subject]);
    expect(await runGit(shop.directory, ['show', 'main:src/app.txt'])).toBe('one\n2\nthree');
    expect(await get()).toMatchObject({ state: 'closed', merged: true, merged_by: { login: 'ada' } });
  });

  it('that conflicts is not mergeable, and says so', async () => {
    const { github, shop, ada, adaToken, get } = await prepare();
    const changes = { 'src/app.txt': 'one\nzwei\nthree\n' };
    await github.actions.commit(shop, { author: ada, branch: 'main', message: 'Conflict', changes });

    const merge = await callApi(github, 'PUT /repos/acme/shop/pulls/1/merge', { token: adaToken, body: {} });

    expect(await get()).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    expect(merge).toMatchObject({ status: 405, body: { message: 'Merge conflict' } });
  });

  it('is not merged when its head is not the one that was looked at', async () => {
    const { github, adaToken, pullRequest } = await prepare();

    const body = { sha: pullRequest.base.sha };
    const { status } = await callApi(github, 'PUT /repos/acme/shop/pulls/1/merge', { token: adaToken, body });

    expect(status).toBe(409);
  });

  it('shows a force push as one, and sends both heads', async () => {
    const { github, listener, shop, ada, pullRequest } = await prepare();
    const before = pullRequest.head.sha;

    const amended = { author: ada, branch: 'topic', message: 'Write better numbers', changes: {}, amend: true };
    const after = await github.actions.commit(shop, amended);

    const { payload } = await listener.waitFor('pull_request.synchronize');
    expect(payload).toMatchObject({ before, after, pull_request: { commits: 1 } });
    expect(pullRequest.timeline).toContainEqual(expect.objectContaining({ kind: 'forcePushed', before, after }));
    const push = listener.received.filter(({ event }) => event === 'push').at(-1);
    expect(push?.payload).toMatchObject({ forced: true, before, after });
  });

  it('is closed when its branch is deleted, and cannot be reopened without it', async () => {
    const { github, listener, shop, ada, adaToken } = await prepare();

    await github.actions.deleteBranch(shop, ada, 'topic');

    await listener.waitFor('pull_request.closed');
    const reopened = await callApi(github, 'PATCH /repos/acme/shop/pulls/1', {
      token: adaToken,
      body: { state: 'open' },
    });
    expect(reopened).toMatchObject({
      status: 422,
      body: { errors: [{ message: expect.stringContaining('deleted') as string }] },
    });
  });
});

describe('a pull request from a fork', () => {
  it('brings its commits along, and outlives the fork without a head repository', async () => {
    const { github, listener, shop } = await prepare();
    const { actions } = github;
    const grace = actions.addPerson('grace');
    const fork = await actions.fork(shop, grace);
    const sha = await actions.commit(fork, {
      author: grace,
      branch: 'gift',
      message: 'Give',
      changes: { 'gift.txt': 'a gift' },
    });

    const token = actions.createToken(grace);
    const opened = await callApi(github, 'POST /repos/acme/shop/pulls', {
      token,
      body: { title: 'A gift', head: 'grace:gift', base: 'main' },
    });
    await actions.deleteRepository(fork, grace);

    expect(opened).toMatchObject({ status: 201, body: { head: { repo: { full_name: 'grace/shop', fork: true } } } });
    expect(await runGit(shop.directory, ['rev-parse', 'refs/pull/2/head'])).toBe(sha);
    expect((await callApi(github, 'GET /repos/acme/shop/pulls/2')).body).toMatchObject({
      state: 'closed',
      head: { repo: null, sha, label: 'grace:gift' },
      author_association: 'NONE',
    });
    expect((await listener.waitFor('pull_request.closed')).payload.pull_request.head.repo).toBeNull();
  });

  it('moves when the fork is pushed to, though the App is not installed there', async () => {
    const { github, listener, shop } = await prepare();
    const { actions } = github;
    const grace = actions.addPerson('grace');
    const fork = await actions.fork(shop, grace);
    const commit = (text: string) =>
      actions.commit(fork, { author: grace, branch: 'gift', message: 'Give', changes: { 'gift.txt': text } });
    const before = await commit('a gift');
    await actions.openPullRequest(shop, { author: grace, title: 'A gift', head: 'gift', headRepository: fork });

    const after = await commit('a better gift');

    const { payload } = await listener.waitFor('pull_request.synchronize');
    expect(payload).toMatchObject({ number: 2, before, after, repository: { full_name: 'acme/shop' } });
    const pushes = listener.received.filter(({ event }) => event === 'push');
    expect(pushes.every(({ payload: each }) => each.repository.full_name === 'acme/shop')).toBe(true);
  });
});
