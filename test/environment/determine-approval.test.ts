import { describe, expect, test } from 'vitest';
import {
  determineApproval,
  type Actor,
  type Approval,
  type ApprovalEvent,
  type ApprovalFacts,
} from '../../src/environment/determine-approval.ts';

const allowedBotId = 77;
const rule = {
  roles: ['admin', 'maintain', 'write'],
  forks: 'never',
  bots: [allowedBotId],
} satisfies ApprovalFacts['rule'];
const earlier: Approval = { sha: 'old', actorId: 1, actor: 'ann', by: 'label' };

const writer: Actor = { id: 5, login: 'wim', type: 'User', role: 'write' };
const triager: Actor = { id: 6, login: 'tia', type: 'User', role: 'triage' };

const roles = ['none', 'read', 'triage', 'write', 'maintain', 'admin', 'deployers'];
const senders = [
  { name: 'a user', type: 'User', id: 5 },
  { name: 'a bot', type: 'Bot', id: 6 },
  { name: 'an allowed bot', type: 'Bot', id: allowedBotId },
  { name: 'a user with the id of an allowed bot', type: 'User', id: allowedBotId },
  { name: 'an organization', type: 'Organization', id: allowedBotId },
];
const events: Readonly<Record<string, (actor: Actor) => ApprovalEvent>> = {
  'labels the head': (actor) => ({ kind: 'labelled', sha: 'head', actor }),
  'labelled a commit before': (actor) => ({ kind: 'labelled', sha: 'old', actor }),
  'pushes the head': (actor) => ({ kind: 'pushed', sha: 'head', actor }),
  'pushed a commit before': (actor) => ({ kind: 'pushed', sha: 'old', actor }),
  'is found as who labelled last': (actor) => ({ kind: 'resync', labelledBy: actor, pushedBy: 'nobody' }),
  'is found as who pushed last': (actor) => ({ kind: 'resync', labelledBy: writer, pushedBy: actor }),
};
const modes = [
  { mode: 'the same repository', origin: 'sameRepository', forks: 'never' },
  { mode: 'a fork, never', origin: 'fork', forks: 'never' },
  { mode: 'a fork, each commit', origin: 'fork', forks: 'each-commit' },
] as const;

/** What the matrix must say, written as sets and not as the steps of the code. */
const humansWhoMay = new Set(['write', 'maintain', 'admin']);
const approvingEvents = {
  'the same repository': new Set([
    'labels the head',
    'pushes the head',
    'is found as who labelled last',
    'is found as who pushed last',
  ]),
  'a fork, never': new Set<string>(),
  'a fork, each commit': new Set(['labels the head']),
};

const matrix = modes.flatMap((mode) =>
  Object.entries(events).flatMap(([does, toEvent]) =>
    senders.flatMap((sender) => roles.map((role) => ({ ...mode, does, toEvent, sender, role }))),
  ),
);

function determine(changed: Partial<ApprovalFacts>): ReturnType<typeof determineApproval> {
  return determineApproval({
    rule,
    origin: 'sameRepository',
    headSha: 'head',
    recorded: undefined,
    event: { kind: 'labelled', sha: 'head', actor: writer },
    ...changed,
  });
}

describe('an approval', () => {
  test.each(modes)('in $mode is given to exactly those who may, by exactly what counts', ({ mode: wanted }) => {
    for (const { mode, origin, forks, does, toEvent, sender, role } of matrix.filter(({ mode }) => mode === wanted)) {
      const mayApprove = sender.type === 'User' ? humansWhoMay.has(role) : sender.name === 'an allowed bot';
      const decision = determine({
        rule: { ...rule, forks },
        origin,
        recorded: earlier,
        event: toEvent({ id: sender.id, login: 'them', type: sender.type, role }),
      });
      const expected = mayApprove && approvingEvents[mode].has(does);

      expect(decision.kind === 'approved', `${sender.name} with role ${role} ${does}`).toBe(expected);
      if (decision.kind === 'approved') expect(decision.approval.sha).toBe('head');
    }
  });

  test('says whose label or push it was', () => {
    expect(determine({})).toEqual({
      kind: 'approved',
      approval: { sha: 'head', actorId: 5, actor: 'wim', by: 'label' },
    });
    expect(determine({ recorded: earlier, event: { kind: 'pushed', sha: 'head', actor: writer } })).toEqual({
      kind: 'approved',
      approval: { sha: 'head', actorId: 5, actor: 'wim', by: 'push' },
    });
  });

  test.each<[string, Partial<ApprovalFacts>, string]>([
    ['a fork where forks never run', { origin: 'fork' }, 'ForkRefused'],
    ['a label by triage', { event: { kind: 'labelled', sha: 'head', actor: triager } }, 'RoleInsufficient'],
    [
      'a label by an unknown bot',
      { event: { kind: 'labelled', sha: 'head', actor: { ...writer, type: 'Bot' } } },
      'BotNotAllowed',
    ],
  ])('is refused to %s, and the reason is named', (_, changed, reason) => {
    expect(determine(changed)).toEqual({ kind: 'refused', reason });
  });

  test.each<[string, Partial<ApprovalFacts>]>([
    ['a push when nothing was ever approved', { event: { kind: 'pushed', sha: 'head', actor: writer } }],
    ['a look that does not find the label', { event: { kind: 'resync', labelledBy: undefined, pushedBy: 'nobody' } }],
    ['a look that does not find the push', { event: { kind: 'resync', labelledBy: writer, pushedBy: undefined } }],
  ])('is still needed after %s', (_, changed) => {
    expect(determine(changed)).toEqual({ kind: 'needsApproval', reason: 'ApprovalNeeded' });
  });

  test('stays with its commit, whoever looks or labels afterwards', () => {
    const recorded = { ...earlier, sha: 'head' };
    const forks = { ...rule, forks: 'each-commit' as const };
    const resync: ApprovalEvent = { kind: 'resync', labelledBy: undefined, pushedBy: undefined };
    const label: ApprovalEvent = { kind: 'labelled', sha: 'head', actor: triager };

    for (const event of [resync, label]) {
      expect(determine({ rule: forks, origin: 'fork', recorded, event })).toEqual({
        kind: 'approved',
        approval: recorded,
      });
    }
  });

  test('no longer counts for a fork once the operator turned forks off', () => {
    const recorded = { ...earlier, sha: 'head' };

    expect(determine({ origin: 'fork', recorded }).kind).toBe('refused');
  });
});
