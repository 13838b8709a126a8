import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { createGitHubReader } from '../../src/github/create-github-reader.ts';
import { createGitHubWriter } from '../../src/github/create-github-writer.ts';
import { createSourceReader } from '../../src/github/sources/create-source-reader.ts';
import type { Permissions } from '../../sandbox/github/state/app.ts';
import { createTestClients } from '../helpers/github-clients.ts';
import { addSample, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

const registration = parse(readFileSync('app.yml', 'utf8')) as { default_permissions: Permissions };
const granted = registration.default_permissions;
const { signal } = new AbortController();
const repository = 'acme/shop';
const address = { repository, number: 1 };

/** Does each thing that berth does on GitHub, in a private repository, and tells by name what was not allowed. */
async function listForbidden(permissions: Permissions): Promise<string[]> {
  const github = await startGitHub({ permissions });
  const sample = await addSample(github, { private: true });
  const pullRequest = await openSamplePullRequest(github, sample);
  github.actions.addLabel(pullRequest, sample.ada, 'preview');
  const folder = await mkdtemp(`${tmpdir()}/berth-permissions-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  const clients = createTestClients(github);
  const [reader, writer] = [createGitHubReader(clients), createGitHubWriter(clients)];
  const sources = await createSourceReader({ clients, folder });
  const { sha, ref: branch } = pullRequest.head;
  const problem = { file: '.berth.yaml', line: 1, column: 1, path: [], message: 'No.', hint: 'Mend it.' };
  const check = {
    sha,
    name: 'berth',
    title: 'One',
    summary: 'One',
    detailsUrl: 'https://berth.example',
    problems: [problem],
  };
  const status = { deployment: 0, state: 'success', description: '', environmentUrl: undefined, logUrl: '' } as const;
  const deployment = { sha, environment: 'preview', marker: 'm', description: 'd' };
  const works: Readonly<Record<string, () => Promise<unknown>>> = {
    readPullRequest: async () => expect((await reader.readPullRequest(address)).answer.kind).toBe('found'),
    readApprovalHistory: () => reader.readApprovalHistory(address, { label: 'preview', headSha: sha, branch }),
    listChangedFiles: () => reader.listChangedFiles(address),
    listChecks: () => reader.listChecks(repository, sha),
    listLabelled: async () => expect((await reader.listLabelled(['preview'])).failed).toEqual([]),
    ensureSource: () => sources.ensureSource({ repository, sha }, signal),
    ensureComment: () => writer.ensureComment(address, { id: undefined, body: 'b', create: true }),
    createDeploymentStatus: async () => {
      const id = await writer.ensureDeployment(repository, deployment);
      await writer.createDeploymentStatus(repository, { ...status, deployment: id });
    },
    ensureCheckRun: () => writer.ensureCheckRun(repository, check),
    removeLabel: () => writer.removeLabel(address, 'preview'),
  };
  const forbidden: string[] = [];
  for (const [name, work] of Object.entries(works)) await work().catch(() => forbidden.push(name));
  return forbidden;
}

function without(permission: string): Permissions {
  return Object.fromEntries(Object.entries(granted).filter(([name]) => name !== permission));
}

describe('what app.yml asks for', () => {
  it('is enough for all that berth does', async () => {
    expect(await listForbidden(granted)).toEqual([]);
  });

  it.each<readonly [string, Permissions, readonly string[]]>([
    ['contents', without('contents'), ['readApprovalHistory', 'ensureSource']],
    ['deployments', without('deployments'), ['createDeploymentStatus']],
    ['checks', without('checks'), ['listChecks', 'ensureCheckRun']],
    ['statuses', without('statuses'), ['listChecks']],
    ['pull_requests', { ...granted, pull_requests: 'read' }, ['ensureComment', 'removeLabel']],
  ])('is needed: %s', async (_, permissions, forbidden) => {
    expect(await listForbidden(permissions)).toEqual(forbidden);
  });
});
