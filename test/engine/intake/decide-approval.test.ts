import { expect, test } from 'vitest';
import type { Actor } from '../../../src/environment/determine-approval.ts';
import { decideApproval } from '../../../src/engine/intake/decide-approval.ts';
import type { Told } from '../../../src/engine/intake/told.ts';
import { EngineError } from '../../../src/engine/engine-error.ts';
import type { ApprovalHistory, GitHubReader } from '../../../src/engine/ports/github.ts';
import { aProfile } from '../../plan/inputs.ts';
import { firstSha, secondSha } from '../../report/an-environment.ts';

const ada: Actor = { id: 1, login: 'ada', type: 'User', role: 'write' };
const tom: Actor = { id: 2, login: 'tom', type: 'User', role: 'triage' };
const byAda = { sha: firstSha, actorId: 1, actor: 'ada', by: 'label' } as const;

test('a label that a webhook told of approves the head by who set it', async () => {
  expect(await decide({ told: [labelled(ada)] })).toEqual({ approval: byAda, objection: undefined });
});

test('a label by somebody who may not approve is an objection that names them', async () => {
  const objection = { sha: firstSha, reason: 'RoleInsufficient', actor: 'tom' };

  expect(await decide({ told: [labelled(tom)], history: { labelledBy: tom, pushedBy: 'nobody' } })).toEqual({
    approval: undefined,
    objection,
  });
});

test('one that may approve counts, whoever else acted before or after', async () => {
  expect(await decide({ told: [labelled(ada), labelled(tom)] })).toMatchObject({ approval: byAda });
  expect(await decide({ told: [labelled(tom), labelled(ada)] })).toMatchObject({ approval: byAda });
});

test('what was told of another commit or under another label approves nothing', async () => {
  const told = [labelled(ada, { sha: secondSha }), labelled(ada, { label: 'staging' }), { kind: 'commented' } as const];

  expect(await decide({ told })).toMatchObject({ approval: undefined, objection: { reason: 'ApprovalNeeded' } });
});

test('labels are told apart as GitHub does: not by their capitals', async () => {
  expect(await decide({ told: [labelled(ada, { label: 'Preview' })] })).toMatchObject({ approval: byAda });
});

test('what no webhook told of is found in the records of GitHub', async () => {
  expect(await decide({ history: { labelledBy: ada, pushedBy: 'nobody' } })).toMatchObject({ approval: byAda });
  expect(await decide({ history: { labelledBy: ada, pushedBy: tom } })).toMatchObject({
    approval: undefined,
    objection: { reason: 'RoleInsufficient' },
  });
});

test('a push that needs an approval leaves the earlier one: that commit goes on running', async () => {
  const earlier = { ...byAda, sha: secondSha };

  expect(await decide({ recorded: earlier, told: [pushed(tom)], history: { labelledBy: ada, pushedBy: tom } })).toEqual(
    { approval: earlier, objection: { sha: firstSha, reason: 'RoleInsufficient', actor: 'ada' } },
  );
});

test('a push by somebody who may approve renews the approval', async () => {
  const earlier = { ...byAda, sha: secondSha };

  expect(await decide({ recorded: earlier, told: [pushed(ada)] })).toEqual({
    approval: { ...byAda, by: 'push' },
    objection: undefined,
  });
});

test('a head that is approved already is approved without asking GitHub', async () => {
  expect(await decide({ recorded: byAda, history: 'silent' })).toEqual({ approval: byAda, objection: undefined });
});

test('a fork is refused without asking GitHub, and by its own rule only for what a webhook told', async () => {
  const told = [labelled(ada)];
  const history = { labelledBy: ada, pushedBy: 'nobody' } as const;

  expect(await decide({ origin: 'fork', told, history: 'silent' })).toMatchObject({
    objection: { reason: 'ForkRefused' },
  });
  expect(await decide({ origin: 'fork', forks: 'each-commit', told })).toMatchObject({ approval: byAda });
  expect(await decide({ origin: 'fork', forks: 'each-commit', history })).toMatchObject({
    approval: undefined,
    objection: { reason: 'ApprovalNeeded' },
  });
});

test('where GitHub does not answer nothing is decided', async () => {
  await expect(decide({ history: 'silent' })).rejects.toThrow('ApiUnavailable');
});

interface Case {
  readonly told?: readonly Told[];
  readonly recorded?: { sha: string; actorId: number; actor: string; by: 'label' | 'push' };
  readonly origin?: 'sameRepository' | 'fork';
  readonly forks?: 'never' | 'each-commit';
  readonly history?: ApprovalHistory | 'silent';
}

function decide({ told = [], recorded, origin = 'sameRepository', forks = 'never', history }: Case): Promise<object> {
  const profile = aProfile();
  return decideApproval(
    {
      address: { repository: 'acme/shop', number: 12 },
      details: {
        installation: 1,
        head: { sha: firstSha, branch: 'topic', base: 'main', author: 'ada', origin },
        labels: ['preview'],
        updatedAt: '2026-05-04T10:00:00Z',
      },
      profile: { ...profile, approval: { ...profile.approval, forks } },
      ...{ recorded, told },
    },
    createReader(history ?? { labelledBy: undefined, pushedBy: undefined }),
  );
}

function createReader(history: ApprovalHistory | 'silent'): GitHubReader {
  const silent = () => Promise.reject(new EngineError('asking GitHub', { reason: 'ApiUnavailable', fields: {} }));
  const actors = new Map([ada, tom].map((actor) => [actor.id, actor]));
  return {
    readApprovalHistory: () => (history === 'silent' ? silent() : Promise.resolve(history)),
    readActor: (_repository, { id }) => {
      const actor = actors.get(id);
      return actor === undefined || history === 'silent' ? silent() : Promise.resolve(actor);
    },
    readPullRequest: silent,
    listChangedFiles: silent,
    listChecks: silent,
    listLabelled: silent,
    redeliverFailed: silent,
  };
}

function labelled(account: Actor, { sha = firstSha, label = 'preview' } = {}): Told {
  return { kind: 'labelled', label, sha, account };
}

function pushed(account: Actor): Told {
  return { kind: 'pushed', sha: firstSha, account };
}
