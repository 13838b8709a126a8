import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSourceReader, type SourceReaderOptions } from '../../../src/github/sources/create-source-reader.ts';
import { runGit } from '../../../sandbox/github/git/git.ts';
import type { GitHub } from '../../../sandbox/github/github.ts';
import { createTestClients } from '../../helpers/github-clients.ts';
import { addSample, openSamplePullRequest, startGitHub, type Sample } from '../../helpers/github.ts';

const { signal } = new AbortController();

async function start(options: Partial<SourceReaderOptions> = {}) {
  const github = await startGitHub();
  const sample = await addSample(github);
  const pullRequest = await openSamplePullRequest(github, sample);
  const folder = await mkdtemp(join(tmpdir(), 'berth-sources-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const reader = await createSourceReader({ clients: createTestClients(github), folder, ...options });
  const ensure = (sha: string) => reader.ensureSource({ repository: 'acme/shop', sha }, signal);
  return { github, sample, head: pullRequest.head.sha, base: pullRequest.base.sha, folder, reader, ensure };
}

/** A commit with a link, which no action of the stand-in makes. */
async function commitLink({ shop }: Sample, parent: string): Promise<string> {
  const { directory } = shop;
  const blob = await runGit(directory, ['rev-parse', `${parent}:README.md`]);
  await runGit(directory, ['read-tree', parent]);
  await runGit(directory, ['update-index', '--add', '--cacheinfo', `120000,${blob.trim()},charts/link`]);
  const tree = await runGit(directory, ['write-tree']);
  const author = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com'];
  return (await runGit(directory, [...author, 'commit-tree', tree.trim(), '-p', parent, '-m', 'Link'])).trim();
}

describe('the source of a commit', () => {
  it('is what the repository holds at that commit', async () => {
    const { ensure, head, base } = await start();

    const [after, before] = [await ensure(head), await ensure(base)];

    expect((await readdir(after, { recursive: true })).toSorted()).toEqual([
      '.berth.yaml',
      'README.md',
      'src',
      'src/app.txt',
    ]);
    expect(await readFile(join(after, 'src/app.txt'), 'utf8')).toBe('one\n2\nthree\n');
    expect(await readFile(join(before, 'src/app.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it('holds no link, only the mark that there was something', async () => {
    const { sample, ensure, reader, head } = await start();
    const sha = await commitLink(sample, head);

    const folder = await ensure(sha);

    expect(await readlink(join(folder, 'charts/link'))).toBe('link');
    await expect(readFile(join(folder, 'charts/link'))).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(reader.readSourceFile(folder, 'charts/link', 100)).rejects.toMatchObject({ reason: 'SourceRefused' });
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('# Shop\n');
  });

  it('is downloaded once for all who want it', async () => {
    const { github, ensure, head } = await start();
    const folders = await Promise.all([ensure(head), ensure(head), ensure(head)]);
    github.faults.addApi({ path: '/repos/acme/shop/tarball/*', count: 9, effect: { kind: 'status', status: 500 } });

    const again = await ensure(head);

    expect(new Set([...folders, again]).size).toBe(1);
  });

  it('is whole or not there: one that could not be had is asked for again', async () => {
    const { github, ensure, head, folder } = await start();
    github.faults.addApi({ path: '/repos/acme/shop/tarball/*', effect: { kind: 'status', status: 502 } });

    await expect(ensure(head)).rejects.toMatchObject({ reason: 'ApiUnavailable' });
    const left = await readdir(folder);

    expect(left).toEqual([]);
    expect(await readdir(await ensure(head))).toContain('.berth.yaml');
  });

  it.each<[string, Parameters<GitHub['faults']['addApi']>[0]['effect'], string]>([
    ['a commit that GitHub does not know yet', { kind: 'status', status: 404 }, 'GitHubRefused'],
    ['a repository that may not be read', { kind: 'status', status: 403 }, 'GitHubForbidden'],
    ['a limit', { kind: 'secondaryLimit', retryAfterSeconds: 9 }, 'ApiUnavailable'],
    ['a connection that breaks', { kind: 'lostResponse' }, 'ApiUnavailable'],
  ])('says why it cannot be had: %s', async (_, effect, reason) => {
    const { github, ensure, head } = await start();
    github.faults.addApi({ path: '/repos/acme/shop/tarball/*', effect });

    await expect(ensure(head)).rejects.toMatchObject({ reason, message: `unpacking acme/shop@${head}: ${reason}` });
  });

  it('is given up when nobody wants it any more, and not before', async () => {
    const { github, reader, head, ensure, folder } = await start();
    github.faults.addApi({ path: '/repos/acme/shop/tarball/*', effect: { kind: 'delay', ms: 200 } });
    const impatient = new AbortController();
    const first = reader.ensureSource({ repository: 'acme/shop', sha: head }, impatient.signal);
    const second = ensure(head);

    impatient.abort();

    await expect(first).rejects.toMatchObject({ reason: 'Superseded' });
    const name = basename(await second);
    expect(await readdir(folder)).toEqual([name]);
  });

  it('makes room for others only when it was not asked for lately', async () => {
    const kept = await start({ mostSources: 1 });
    const short = await start({ mostSources: 1, keepMs: 0 });
    for (const { ensure, head, base } of [kept, short]) {
      await ensure(head);
      await ensure(base);
    }

    expect(await readdir(kept.folder)).toHaveLength(2);
    expect(await readdir(short.folder)).toHaveLength(1);
    expect(await readdir(await short.ensure(short.head))).toContain('.berth.yaml');
  });
});

describe('a file of a source', () => {
  it('is read up to a limit, and only from within', async () => {
    const { reader, ensure, head } = await start();
    const folder = await ensure(head);

    expect(await reader.readSourceFile(folder, '.berth.yaml', 100)).toBe('version: 1\n');
    expect(await reader.readSourceFile(folder, 'nothing.yaml', 100)).toBeUndefined();
    expect(await reader.readSourceFile(folder, 'src', 100)).toBeUndefined();
    expect(await reader.readSourceFile(folder, 'README.md/x', 100)).toBeUndefined();
    expect(await reader.readSourceFile(folder, '../../etc/passwd', 100_000)).toBeUndefined();
    await expect(reader.readSourceFile(folder, 'src/app.txt', 3)).rejects.toMatchObject({ reason: 'SourceRefused' });
  });
});
