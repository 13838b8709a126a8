import { execa } from 'execa';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GitHub } from '../../sandbox/github/github.ts';
import { addSample, callApi, listenForWebhooks, startGitHub } from '../helpers/github.ts';
import type { Sample } from '../helpers/github.ts';

type Git = (...args: string[]) => Promise<string>;

/** A clone as a person has it, made by stock git with a token in the address. */
async function clone({ url }: GitHub, token: string, name = 'acme/shop'): Promise<{ folder: string; git: Git }> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-clone-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const address = `${url.replace('http://', `http://x-access-token:${token}@`)}/${name}.git`;
  const git: Git = async (...args) => {
    const env = { GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@users.noreply.github.com'];
    const { stdout } = await execa('git', [...identity, ...args], { cwd: folder, env });
    return stdout;
  };
  await git('clone', '--quiet', address, '.');
  return { folder, git };
}

async function pushTopic(github: GitHub, { adaToken }: Sample) {
  const { folder, git } = await clone(github, adaToken);
  await git('checkout', '--quiet', '-b', 'topic');
  await writeFile(join(folder, 'src/app.txt'), 'one\n2\nthree\n');
  await git('commit', '--quiet', '--all', '--message', 'Write numbers');
  await git('push', '--quiet', 'origin', 'topic');
  return { folder, git, sha: await git('rev-parse', 'HEAD') };
}

describe('stock git against the stand-in', () => {
  it('clones, pushes a branch, and a labelled pull request of it arrives signed at the listener', async () => {
    const listener = await listenForWebhooks();
    const github = await startGitHub({ webhookUrl: listener.url });
    const sample = await addSample(github);
    const { sha } = await pushTopic(github, sample);
    const token = sample.adaToken;

    const opened = await callApi(github, 'POST /repos/acme/shop/pulls', {
      token,
      body: { title: 'Numbers', head: 'topic', base: 'main' },
    });
    await callApi(github, 'POST /repos/acme/shop/issues/1/labels', { token, body: { labels: ['preview'] } });

    const labeled = await listener.waitFor('pull_request.labeled');
    expect(opened.status).toBe(201);
    expect(labeled.isSigned).toBe(true);
    expect(labeled.headers).toMatchObject({
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//) as string,
      'x-github-hook-installation-target-type': 'integration',
      'x-github-hook-installation-target-id': String(github.state.app.id),
      'content-type': 'application/json',
    });
    expect(labeled.payload).toMatchObject({
      number: 1,
      label: { name: 'preview' },
      sender: { login: 'ada' },
      pull_request: { head: { sha }, labels: [{ name: 'preview' }], commits: 1, changed_files: 1, mergeable: true },
    });
  });

  it('pushes to an open pull request: it is synchronized from the old head to the new', async () => {
    const listener = await listenForWebhooks();
    const github = await startGitHub({ webhookUrl: listener.url });
    const sample = await addSample(github);
    const { folder, git, sha: before } = await pushTopic(github, sample);
    const { shop, ada } = sample;
    const pullRequest = await github.actions.openPullRequest(shop, { author: ada, title: 'Numbers', head: 'topic' });

    await writeFile(join(folder, 'new.txt'), 'new\n');
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'Add a file');
    await git('push', '--quiet', 'origin', 'topic');

    const after = await git('rev-parse', 'HEAD');
    const { payload } = await listener.waitFor('pull_request.synchronize');
    expect(payload).toMatchObject({ before, after, pull_request: { head: { sha: after }, commits: 2 } });
    expect(pullRequest.head.sha).toBe(after);
    await git('fetch', '--quiet', 'origin', 'refs/pull/1/head');
    expect(await git('rev-parse', 'FETCH_HEAD')).toBe(after);
  });

  it('closes a pull request as merged when somebody merges on their own machine and pushes', async () => {
    const listener = await listenForWebhooks();
    const github = await startGitHub({ webhookUrl: listener.url });
    const sample = await addSample(github);
    const { git } = await pushTopic(github, sample);
    await github.actions.openPullRequest(sample.shop, { author: sample.ada, title: 'Numbers', head: 'topic' });

    await git('checkout', '--quiet', 'main');
    await git('merge', '--quiet', '--no-ff', '--message', 'Merge by hand', 'topic');
    await git('push', '--quiet', 'origin', 'main');

    const { payload } = await listener.waitFor('pull_request.closed');
    expect(payload.pull_request).toMatchObject({ merged: true, merge_commit_sha: await git('rev-parse', 'HEAD') });
  });

  it('takes large pushes, which git compresses and sends in pieces', async () => {
    const github = await startGitHub();
    const sample = await addSample(github);
    const { folder, git } = await clone(github, sample.adaToken);
    const noise = Buffer.alloc(
      3_000_000,
      Array.from({ length: 9973 }, (_, at) => String.fromCharCode((at * 7919) % 251)).join(''),
      'latin1',
    );
    await writeFile(join(folder, 'large.bin'), noise);
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'Add something large');

    await git('-c', 'http.postBuffer=65536', '-c', 'core.compression=0', 'push', '--quiet', 'origin', 'main');

    const again = await clone(github, sample.adaToken);
    expect((await readFile(join(again.folder, 'large.bin'))).equals(noise)).toBe(true);
  });

  it('is refused without a token, with a wrong one, and where the person may only read', async () => {
    const github = await startGitHub();
    await addSample(github, { private: true });
    const reader = github.actions.addPerson('grace');
    github.actions.setRole(github.state.repositories[0]!, reader, 'read');

    const { folder, git } = await clone(github, github.actions.createToken(reader));
    await writeFile(join(folder, 'README.md'), '# Changed\n');
    await git('commit', '--quiet', '--all', '--message', 'Change');

    await expect(git('push', '--quiet', 'origin', 'main')).rejects.toThrow('403');
    await expect(clone(github, 'ghp_wrong')).rejects.toThrow('Authentication failed');
    await expect(git('ls-remote', `${github.url}/acme/shop.git`)).rejects.toThrow('could not read Username');
  });

  it('cannot move what the stand-in keeps under refs/pull', async () => {
    const github = await startGitHub();
    const sample = await addSample(github);
    const { git } = await pushTopic(github, sample);
    await github.actions.openPullRequest(sample.shop, { author: sample.ada, title: 'Numbers', head: 'topic' });

    await expect(git('push', '--quiet', 'origin', 'main:refs/pull/1/head')).rejects.toThrow('hidden ref');
  });
});
