import { describe, expect, it } from 'vitest';
import { createGitHubWriter } from '../../../src/github/create-github-writer.ts';
import { createTestClients } from '../../helpers/github-clients.ts';
import { addSample, openSamplePullRequest, startGitHub } from '../../helpers/github.ts';

const address = { repository: 'acme/shop', number: 1 };
const commentsPath = '/repos/acme/shop/issues/1/comments';

async function start() {
  const github = await startGitHub();
  const sample = await addSample(github);
  const pullRequest = await openSamplePullRequest(github, sample);
  const writer = createGitHubWriter(createTestClients(github));
  const write = (body: string, more: { id?: number; create?: boolean } = {}) =>
    writer.ensureComment(address, { id: more.id, body, create: more.create ?? true });
  const readOwn = () => pullRequest.comments.filter(({ viaApp }) => viaApp);
  return { github, sample, pullRequest, writer, write, readOwn };
}

describe('the one comment', () => {
  it('is made once and then edited, also by who does not know its id', async () => {
    const { write, readOwn } = await start();

    const made = await write('Deploying');
    const edited = await write('Deployed', { id: made! });
    const found = await write('Removed');

    expect(readOwn()).toMatchObject([{ id: made, body: '<!-- berth -->\nRemoved' }]);
    expect([edited, found]).toEqual([made, made]);
  });

  it('is not written where it says so already', async () => {
    const { github, write, readOwn } = await start();
    const id = await write('Deployed');
    const before = readOwn()[0]!.updatedAt;
    github.clock.advance(60_000);

    await write('<!-- berth -->\nDeployed\r\n', { id: id! });

    expect(readOwn()).toMatchObject([{ updatedAt: before }]);
  });

  it('is found behind more than a hundred others', async () => {
    const { github, sample, pullRequest, write, readOwn } = await start();
    for (let at = 0; at < 110; at += 1) github.actions.comment(pullRequest, sample.ada, `No ${at}`);
    const id = await write('Deploying');
    for (let at = 0; at < 110; at += 1) github.actions.comment(pullRequest, sample.ada, `No ${at}`);

    await write('Deployed');

    expect(readOwn()).toMatchObject([{ id, body: '<!-- berth -->\nDeployed' }]);
  });

  it('is none of somebody else, whatever that says', async () => {
    const { github, sample, pullRequest, write, readOwn } = await start();
    const spoofed = github.actions.comment(pullRequest, sample.ada, '<!-- berth -->\nTrust me');

    const id = await write('Deploying', { id: spoofed.id });

    expect(id).not.toBe(spoofed.id);
    expect(spoofed.body).toBe('<!-- berth -->\nTrust me');
    expect(readOwn()).toMatchObject([{ id, body: '<!-- berth -->\nDeploying' }]);
  });

  it('is made anew where somebody deleted it, unless that was not asked for', async () => {
    const { github, sample, pullRequest, write, readOwn } = await start();
    const id = await write('Deploying');
    github.actions.deleteComment(pullRequest, sample.ada, readOwn()[0]!);

    const none = await write('Deployed', { id: id!, create: false });
    const another = await write('Deployed', { id: id!, create: true });

    expect(none).toBeUndefined();
    expect(readOwn()).toMatchObject([{ id: another, body: '<!-- berth -->\nDeployed' }]);
  });

  it('is one of this pull request', async () => {
    const { github, sample, write, pullRequest } = await start();
    await github.actions.commit(sample.shop, {
      ...{ author: sample.ada, branch: 'second', message: 'B', changes: { 'b.txt': 'b' } },
    });
    const second = await github.actions.openPullRequest(sample.shop, {
      author: sample.ada,
      title: 'B',
      head: 'second',
    });
    const elsewhere = github.actions.comment(second, github.state.app.bot, '<!-- berth -->\nOf the second');

    await write('Of the first', { id: elsewhere.id });

    expect(elsewhere.body).toBe('<!-- berth -->\nOf the second');
    expect(pullRequest.comments).toMatchObject([{ body: '<!-- berth -->\nOf the first' }]);
  });

  it('is not made twice where the answer was lost', async () => {
    const { github, write, readOwn } = await start();
    github.faults.addApi({ method: 'POST', path: commentsPath, effect: { kind: 'lostResponse' } });

    await expect(write('Deploying')).rejects.toMatchObject({ reason: 'ApiUnavailable' });
    const id = await write('Deployed');

    expect(readOwn()).toMatchObject([{ id, body: '<!-- berth -->\nDeployed' }]);
  });

  it('is left to whoever may unlock the conversation', async () => {
    const { github, write, readOwn } = await start();
    const message = 'Unable to create comment because issue is locked.';
    github.faults.addApi({ method: 'POST', path: commentsPath, effect: { kind: 'status', status: 403, message } });

    await expect(write('Deploying')).rejects.toMatchObject({
      reason: 'GitHubForbidden',
      message: 'writing the comment of acme/shop#1: GitHubForbidden',
      detail: message,
    });

    expect(readOwn()).toEqual([]);
  });

  it.each([
    { kind: 'status', status: 500 },
    { kind: 'status', status: 502 },
    { kind: 'secondaryLimit', retryAfterSeconds: 60 },
    { kind: 'primaryLimit', resetInSeconds: 60 },
  ] as const)('waits while GitHub says $kind $status', async (effect) => {
    const { github, write, readOwn } = await start();
    github.faults.addApi({ path: commentsPath, effect });

    await expect(write('Deploying')).rejects.toMatchObject({ reason: 'ApiUnavailable' });

    expect(readOwn()).toEqual([]);
  });

  it('is cut where GitHub takes no more, and says so', async () => {
    const { write, readOwn } = await start();
    const long = `Log\n\n\`\`\`\`text\n${'🚢 a line of it\n'.repeat(8_000)}\`\`\`\`\n`;

    await write(long);

    const [{ body } = { body: '' }] = readOwn();
    expect(Array.from(body).length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(/a line of it\n````\n\n_The rest is left out: [^\n]*_\n$/);
  });
});
