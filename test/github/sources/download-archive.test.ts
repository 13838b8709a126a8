import { Octokit } from '@octokit/rest';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { RepositoryClient } from '../../../src/github/create-github-clients.ts';
import { createFetch } from '../../../src/github/create-fetch.ts';
import { downloadArchive } from '../../../src/github/sources/download-archive.ts';
import { unpackArchive } from '../../../src/github/sources/unpack-archive.ts';
import { buildArchive } from '../../helpers/build-archive.ts';

const sha = 'a'.repeat(40);
const { signal } = new AbortController();
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('connection', 'close');
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An API that only points to where archives are. */
async function createClient(location: string): Promise<RepositoryClient> {
  const apiUrl = await listen((_, response) => response.writeHead(302, { location }).end());
  const request = { fetch: createFetch({ apiUrl, timeoutMs: 5_000 }) };
  const octokit = new Octokit({ baseUrl: apiUrl, auth: 'a-token', request });
  return {
    octokit: octokit as unknown as RepositoryClient['octokit'],
    installation: 1,
    place: { owner: 'a', repo: 'b' },
  };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(`${tmpdir()}/berth-download-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('the archive of a commit', () => {
  it('is fetched from where the API points to, without the token', async () => {
    const seen: (string | undefined)[] = [];
    const archive = buildArchive(sha, [{ name: 'a-b-aaaaaaa/x', content: 'x' }]);
    const codeload = await listen(({ headers }, response) => {
      seen.push(headers.authorization);
      response.end(archive);
    });
    const folder = await makeFolder();

    const stream = await downloadArchive(await createClient(`${codeload}/x`), sha, signal);
    await unpackArchive(stream, { folder, sha, signal });

    expect(await readdir(folder)).toEqual(['x']);
    expect(seen).toEqual([undefined]);
  });

  it('is not fetched from where that points to in turn', async () => {
    const visits: string[] = [];
    const elsewhere = await listen((_, response) => {
      visits.push('elsewhere');
      response.end();
    });
    const codeload = await listen((_, response) => response.writeHead(302, { location: elsewhere }).end());

    await expect(downloadArchive(await createClient(codeload), sha, signal)).rejects.toThrow();

    expect(visits).toEqual([]);
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/x', 'data:text/plain,x', 'not an address'])(
    'is not at %s',
    async (location) => {
      await expect(downloadArchive(await createClient(location), sha, signal)).rejects.toThrow();
    },
  );

  it('is not there where the status says otherwise', async () => {
    const codeload = await listen((_, response) => response.writeHead(404).end('404: Not Found'));

    await expect(downloadArchive(await createClient(codeload), sha, signal)).rejects.toThrow('status 404');
  });

  it('is broken where the connection breaks', async () => {
    const archive = buildArchive(sha, [{ name: 'a-b-aaaaaaa/x', content: 'x'.repeat(100_000) }]);
    const codeload = await listen((_, response) => {
      response.writeHead(200, { 'content-length': archive.length });
      response.write(archive.subarray(0, 100));
      setImmediate(() => response.destroy());
    });
    const folder = await makeFolder();
    const stream = await downloadArchive(await createClient(codeload), sha, signal);

    await expect(unpackArchive(stream, { folder, sha, signal })).rejects.toMatchObject({ name: 'BrokenArchiveError' });
  });
});
