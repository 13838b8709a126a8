import { describe, expect, it } from 'vitest';
import { createGitHubClients } from '../../src/github/create-github-clients.ts';
import { createGitHubReader } from '../../src/github/create-github-reader.ts';
import { createProbot } from '../../src/github/create-probot.ts';
import { createTestClients } from '../helpers/github-clients.ts';
import { addSample, openSamplePullRequest, startGitHub, webhookSecret } from '../helpers/github.ts';

const address = { repository: 'acme/shop', number: 1 };
const pullRequestPath = '/repos/acme/shop/pulls/1';
const installationPath = '/repos/acme/shop/installation';

async function start() {
  const github = await startGitHub();
  const sample = await addSample(github);
  await openSamplePullRequest(github, sample);
  const read = createReader(createTestClients(github));
  return { github, sample, read };
}

function createReader(clients: ReturnType<typeof createTestClients>) {
  const reader = createGitHubReader(clients);
  return async (repository = 'acme/shop') => (await reader.readPullRequest({ ...address, repository })).answer.kind;
}

describe('the installation of a repository', () => {
  it('is looked up once, however the name is written', async () => {
    const { github, read } = await start();
    await read();
    github.faults.addApi({ path: '/repos/*/installation', count: 9, effect: { kind: 'status', status: 500 } });

    expect([await read(), await read('Acme/Shop')]).toEqual(['found', 'found']);
  });

  it('is looked up again when that failed', async () => {
    const { github, read } = await start();
    github.faults.addApi({ path: installationPath, effect: { kind: 'status', status: 500 } });

    expect([await read(), await read()]).toEqual(['failed', 'found']);
  });

  it('is looked up again once its access is gone', async () => {
    const { github, sample, read } = await start();
    const before = await read();
    // The App is taken away from the account and installed again.
    github.state.installations.splice(0);
    github.state.tokens.splice(0);
    const without = await read();
    github.actions.install(sample.organization);

    expect([before, without, await read()]).toEqual(['found', 'failed', 'found']);
  });
});

describe('a limit', () => {
  it('keeps back what would only meet it again, but no other installation', async () => {
    const { github, sample, read } = await start();
    const other = github.actions.addOrganization('other');
    const web = await github.actions.createRepository({ owner: other, name: 'web', content: { files: { a: 'a' } } });
    github.actions.install(other);
    await openSamplePullRequest(github, { ...sample, shop: web });
    github.faults.addApi({ path: pullRequestPath, effect: { kind: 'secondaryLimit', retryAfterSeconds: 60 } });

    expect([await read(), await read(), await read('other/web')]).toEqual(['failed', 'failed', 'found']);
  });

  it('ends when GitHub said', async () => {
    const { github, read } = await start();
    github.faults.addApi({ path: pullRequestPath, effect: { kind: 'secondaryLimit', retryAfterSeconds: 0 } });

    expect([await read(), await read()]).toEqual(['failed', 'found']);
  });

  it('is not slept through where writes keep their distances', async () => {
    const { github } = await start();
    const { privateKey, apiUrl, state } = github;
    const probot = createProbot({ appId: state.app.id, privateKey, webhookSecret, apiUrl });
    const read = createReader(createGitHubClients((installation) => probot.auth(installation)));
    github.faults.addApi({ path: pullRequestPath, effect: { kind: 'primaryLimit', resetInSeconds: 3_600 } });

    expect(await read()).toBe('failed');
  });
});
