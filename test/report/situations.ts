import type { Environment } from '../../src/environment/environment.ts';
import { renderReason } from '../../src/environment/reasons.ts';
import { aCondition, anEnvironment, aRelease, firstSha, secondSha, shopReleases } from './an-environment.ts';

const notYet = { runnableAt: undefined, startedAt: undefined, appliedAt: undefined, readyAt: undefined } as const;
const waiting = { ...notYet, phase: 'Pending' } as const;
const unanswered = anEnvironment().status.services.map((service) =>
  service.kind === 'here' ? { ...service, answers: false } : service,
);
const planned = [aCondition('Approved', 'CommitApproved', '', 'True'), aCondition('Planned', 'PlanMade', '', 'True')];
const begun = anEnvironment().status.timeline.slice(0, 2);
const nothing = {
  services: [],
  releases: [],
  timeline: [],
  startedAt: undefined,
  liveAt: undefined,
  address: undefined,
};
const head = anEnvironment().spec.head;
const newHead = { ...head, sha: secondSha };

const deployingReleases = shopReleases({
  'api/migrate': { phase: 'Settling', readyAt: undefined, message: 'Job/shop-migrate to complete' },
  'api/api': { ...waiting, message: 'api/migrate' },
  'web/web': { ...waiting, message: 'api/api' },
});

function aFailure(reason: string, sentence: string, object: string, log: string[] = []): Environment {
  const behind = {
    ...waiting,
    reason: 'DependencyFailed',
    message: renderReason('DependencyFailed', { release: 'x' }),
  };
  return anEnvironment({
    status: {
      phase: 'Failed',
      liveAt: undefined,
      timeline: begun,
      services: unanswered,
      conditions: [...planned, aCondition('Released', reason, sentence)],
      releases: shopReleases({
        'api/migrate': { phase: 'Failed', readyAt: undefined, reason, message: sentence, object, log },
        'api/api': behind,
        'web/web': behind,
      }),
    },
  });
}

function refused(reason: 'ApprovalNeeded' | 'ForkRefused' | 'RoleInsufficient', message: string): Environment {
  return anEnvironment({
    spec: {
      approval: undefined,
      objection: { sha: firstSha, reason, actor: 'mallory' },
      head: { ...head, origin: reason === 'RoleInsufficient' ? 'sameRepository' : 'fork' },
    },
    status: {
      ...nothing,
      phase: reason === 'ApprovalNeeded' ? 'Waiting' : 'Failed',
      commit: undefined,
      conditions: [aCondition('Approved', reason, message)],
    },
  });
}

function leaving(
  because: Environment['spec']['because'],
  status: Parameters<typeof anEnvironment>[0] = {},
): Environment {
  return anEnvironment({
    spec: { desired: 'Removed', because },
    status: { ...status.status, phase: 'TearingDown', services: [], releases: [] },
  });
}

const gone = ['Release api/api', 'Release api/postgres', 'Namespace shop-pr-12'];

const lost = `${renderReason('Drifted', { release: 'api/api', object: 'Service/api' })} \`it was deleted\``;

/** What people meet, each with the environments of one pull request. */
export const situations: Readonly<Record<string, readonly Environment[]>> = {
  preparing: [anEnvironment({ status: { ...nothing, phase: 'Pending', commit: undefined, conditions: [] } })],
  deploying: [
    anEnvironment({
      status: {
        phase: 'Deploying',
        liveAt: undefined,
        timeline: begun,
        services: unanswered,
        conditions: planned,
        releases: deployingReleases,
      },
    }),
  ],
  live: [anEnvironment()],
  'live-and-soon-idle': [anEnvironment({ status: { expiry: { at: '2026-05-05T10:00:00.000Z', because: 'idle' } } })],
  'live-and-soon-at-its-end': [
    anEnvironment({ status: { expiry: { at: '2026-05-18T10:00:00.000Z', because: 'total' } } }),
  ],
  'live-and-changed-by-hand': [
    anEnvironment({
      status: {
        releases: shopReleases({
          'api/api': {
            drift: [
              { object: 'Service/api', change: 'deleted', state: 'mended', at: '2026-05-04T11:00:00.000Z' },
              {
                object: 'Deployment/api',
                change: 'changed',
                fields: ['spec.replicas', 'spec.template.spec.containers[api].image'],
                by: ['kubectl', 'kubectl-set'],
                state: 'left',
                at: '2026-05-04T11:00:00.000Z',
              },
            ],
          },
        }),
      },
    }),
  ],
  'deleted-by-hand': [
    anEnvironment({
      status: {
        phase: 'Failed',
        timeline: begun,
        conditions: [...planned, aCondition('Released', 'Drifted', lost)],
        releases: shopReleases({
          'api/api': {
            phase: 'Failed',
            reason: 'Drifted',
            message: lost,
            object: 'Service/api',
            drift: [{ object: 'Service/api', change: 'deleted', state: 'left', at: '2026-05-04T11:00:00.000Z' }],
          },
        }),
      },
    }),
  ],
  'live-one-service': [
    anEnvironment({
      status: {
        services: anEnvironment().status.services.slice(0, 1),
        releases: [aRelease('api/api', { chart: './charts/api', version: undefined })],
      },
    }),
  ],
  'live-and-newer-commit': [
    anEnvironment({ spec: { head: newHead, approval: { sha: secondSha, actorId: 7, actor: 'alice', by: 'push' } } }),
  ],
  'deployed-and-newer-waits': [
    anEnvironment({
      spec: { head: newHead, objection: { sha: secondSha, reason: 'ApprovalNeeded' } },
    }),
  ],
  'approval-needed': [refused('ApprovalNeeded', renderReason('ApprovalNeeded', { commit: firstSha.slice(0, 7) }))],
  'fork-refused': [refused('ForkRefused', renderReason('ForkRefused', {}))],
  'role-insufficient': [refused('RoleInsufficient', renderReason('RoleInsufficient', { actor: 'mallory' }))],
  'limit-reached': [
    anEnvironment({
      status: {
        ...nothing,
        phase: 'Waiting',
        conditions: [...planned, aCondition('Admitted', 'LimitReached', renderReason('LimitReached', {}))],
      },
    }),
  ],
  'host-held': [
    anEnvironment({
      spec: { profile: 'staging' },
      status: {
        ...nothing,
        phase: 'Waiting',
        conditions: [
          aCondition(
            'Admitted',
            'HostHeld',
            renderReason('HostHeld', { host: 'staging.api.example.com', holder: 'acme/shop#9' }),
          ),
        ],
      },
    }),
  ],
  'migration-failed': [
    aFailure('MigrationFailed', renderReason('MigrationFailed', { object: 'Job/shop-migrate' }), 'Job/shop-migrate', [
      '> shop@1.4.0 migrate',
      'applying 0007_orders.sql',
      'error: column "total" of relation "orders" already exists',
      'DATABASE_URL=[redacted]',
    ]),
  ],
  'image-not-found': [
    aFailure(
      'ImagePullFailed',
      `${renderReason('ImagePullFailed', { release: 'api/migrate', image: 'ghcr.io/acme/api:abc1234' })} \`failed to resolve reference "ghcr.io/acme/api:abc1234": not found\``,
      'Pod/shop-migrate-x7k2p',
    ),
  ],
  'manifest-problems': [
    anEnvironment({
      status: {
        ...nothing,
        phase: 'Failed',
        commit: undefined,
        conditions: [aCondition('Planned', 'ManifestInvalid', renderReason('ManifestInvalid', {}))],
        problems: [
          {
            file: '.berth.yaml',
            line: 12,
            column: 9,
            message: 'The key "relases" is not known here.',
            hint: 'Did you mean "releases"?',
          },
          {
            file: '.berth.yaml',
            line: 31,
            column: 22,
            message: 'web uses `<< api.outputs.url >>`, but does not depend on api.',
            hint: 'Add `- name: api` to its dependencies.',
          },
        ],
      },
    }),
  ],
  'no-room': [
    anEnvironment({
      status: {
        phase: 'Deploying',
        liveAt: undefined,
        timeline: begun,
        services: unanswered,
        conditions: planned,
        releases: shopReleases({
          'api/migrate': {
            phase: 'Settling',
            readyAt: undefined,
            reason: 'Unschedulable',
            object: 'Pod/shop-migrate-x7k2p',
            message: `${renderReason('Unschedulable', { object: 'Pod/shop-migrate-x7k2p' })} \`0/3 nodes are available: 3 Insufficient memory.\``,
          },
          'api/api': { ...waiting, message: 'api/migrate' },
          'web/web': { ...waiting, message: 'api/api' },
        }),
      },
    }),
  ],
  'preview-and-staging': [
    anEnvironment(),
    anEnvironment({
      spec: { profile: 'staging' },
      status: {
        phase: 'Deploying',
        liveAt: undefined,
        conditions: planned,
        services: [{ name: 'api', kind: 'here', url: 'https://staging.api.example.com', answers: false }],
        releases: [
          aRelease('api/api', { phase: 'Applying', readyAt: undefined, chart: './charts/api', version: undefined }),
        ],
      },
    }),
  ],
  removing: [leaving('merged', { status: { removed: gone.slice(0, 1) } })],
  'removal-held-up': [
    leaving('closed', { status: { blockers: ['PersistentVolumeClaim/data-postgres: finalizer example.com/backup'] } }),
  ],
  removed: [
    leaving('merged', {
      status: { removed: gone, conditions: [aCondition('Removed', 'NothingLeft', '', 'True')] },
    }),
  ],
  expired: [
    leaving('expired', {
      status: { removed: gone, conditions: [aCondition('Removed', 'NothingLeft', '', 'True')] },
    }),
  ],
  'large-graph': [
    anEnvironment({
      status: { releases: Array.from({ length: 45 }, (_, index) => aRelease(`api/worker-${index}`)) },
    }),
  ],
};
