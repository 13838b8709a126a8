import { describe, expect, it } from 'vitest';
import { createGitHubReader } from '../../src/github/create-github-reader.ts';
import type { GitHub } from '../../sandbox/github/github.ts';
import type { Account } from '../../sandbox/github/state/account.ts';
import type { Role } from '../../sandbox/github/state/repository.ts';
import { createTestClients } from '../helpers/github-clients.ts';
import { addSample, callApi, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

const address = { repository: 'acme/shop', number: 1 };
const minuteMs = 60_000;

async function start() {
  const github = await startGitHub();
  const sample = await addSample(github);
  const pullRequest = await openSamplePullRequest(github, sample);
  const reader = createGitHubReader(createTestClients(github));
  const addPerson = (login: string, role: Role): Account => {
    const person = github.actions.addPerson(login);
    github.actions.setRole(sample.shop, person, role);
    return person;
  };
  const label = (actor: Account) => github.actions.addLabel(pullRequest, actor, 'preview');
  const push = (author: Account, more: { amend?: boolean } = {}) =>
    github.actions.commit(sample.shop, {
      ...{ author, branch: 'topic', message: 'More', changes: { 'more.txt': author.login }, ...more },
    });
  const read = (headSha = pullRequest.head.sha) =>
    reader.readApprovalHistory(address, { label: 'Preview', headSha, branch: 'topic' });
  return { github, pullRequest, reader, ...sample, addPerson, label, push, read };
}

/** GitHub tells whole seconds. */
function later({ clock }: GitHub): void {
  clock.advance(minuteMs);
}

function actor({ id, login, type }: Account, role: string) {
  return { id, login, type, role };
}

describe('who approved a commit', () => {
  it('is who set the label, where nobody pushed after that', async () => {
    const { github, ada, label, read } = await start();
    later(github);
    label(ada);

    expect(await read()).toEqual({ labelledBy: actor(ada, 'write'), pushedBy: 'nobody' });
  });

  it('is who set it last, with the role that they have now', async () => {
    const { github, ada, pullRequest, addPerson, label, read } = await start();
    const tim = addPerson('tim', 'triage');
    later(github);
    label(ada);
    github.actions.removeLabel(pullRequest, ada, 'preview');
    label(tim);

    expect(await read()).toEqual({ labelledBy: actor(tim, 'triage'), pushedBy: 'nobody' });
  });

  it.each([{ amend: false }, { amend: true }])('is also who pushed after it: %j', async (how) => {
    const { github, ada, addPerson, label, push, read } = await start();
    const mia = addPerson('mia', 'maintain');
    later(github);
    label(ada);
    later(github);
    await push(mia, how);

    expect(await read()).toEqual({ labelledBy: actor(ada, 'write'), pushedBy: actor(mia, 'maintain') });
  });

  it('is who pushed, whoever wrote the commits', async () => {
    const { github, ada, addPerson, shop, label, read } = await start();
    const mia = addPerson('mia', 'admin');
    later(github);
    label(ada);
    later(github);
    const sha = await github.actions.commit(shop, {
      ...{ author: ada, branch: 'elsewhere', message: 'Mine', changes: { 'a.txt': 'a' } },
    });
    await callApi(github, 'PATCH /repos/acme/shop/git/refs/heads/topic', {
      ...{ token: github.actions.createToken(mia), body: { sha, force: true } },
    });

    expect(await read()).toEqual({ labelledBy: actor(ada, 'write'), pushedBy: actor(mia, 'admin') });
  });

  it('counts a push within the second of the label as the later of the two', async () => {
    const { ada, label, read, push } = await start();
    label(ada);
    await push(ada);

    expect(await read()).toMatchObject({ pushedBy: { login: 'ada' } });
  });

  it('is nobody known while the label is not on it', async () => {
    const { github, ada, pullRequest, label, read } = await start();

    const never = await read();
    label(ada);
    github.actions.removeLabel(pullRequest, ada, 'preview');

    expect([never, await read()]).toEqual(Array(2).fill({ labelledBy: undefined, pushedBy: undefined }));
  });

  it('is in doubt where the branch is not where the pull request was read to be', async () => {
    const { github, ada, pullRequest, label, push, read } = await start();
    const before = pullRequest.head.sha;
    label(ada);
    await push(ada);

    const stalePullRequest = await read(before);
    github.faults.addApi({ path: '/repos/acme/shop/activity', effect: { kind: 'staleRead', ms: minuteMs } });
    const after = await push(ada);
    const staleActivity = await read(after);
    github.faults.clear();
    github.faults.addApi({ path: '/repos/acme/shop/activity', effect: { kind: 'emptyList' } });
    const noActivity = await read(after);
    github.faults.addApi({ path: '/repos/acme/shop/activity', effect: { kind: 'status', status: 404 } });
    const noRecords = await read(after);

    const inDoubt = { labelledBy: actor(ada, 'write'), pushedBy: undefined };
    expect([stalePullRequest, staleActivity, noActivity, noRecords]).toEqual(Array(4).fill(inDoubt));
  });

  it('is found behind more events than one page holds', async () => {
    const { github, ada, pullRequest, label, read } = await start();
    label(ada);
    for (let at = 0; at < 120; at += 1) {
      await github.actions.editPullRequest(pullRequest, ada, { title: `Title ${at}` });
    }

    expect(await read()).toMatchObject({ labelledBy: { login: 'ada' } });
  });

  it('is an error where GitHub does not answer', async () => {
    const { github, ada, label, read } = await start();
    label(ada);
    github.faults.addApi({ path: '/repos/acme/shop/issues/1/events', effect: { kind: 'status', status: 503 } });

    await expect(read()).rejects.toMatchObject({ reason: 'ApiUnavailable' });
  });
});

describe('the role of somebody', () => {
  it('is none for one who is not known there, or is another by now', async () => {
    const { reader, ada } = await start();

    const unknown = await reader.readActor('acme/shop', { id: 1, login: 'nobody', type: 'User' });
    const another = await reader.readActor('acme/shop', { id: ada.id + 1, login: 'ada', type: 'User' });

    expect([unknown.role, another.role]).toEqual(['none', 'none']);
  });
});
