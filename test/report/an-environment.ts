import { EnvironmentSpec, EnvironmentStatus, type Environment } from '../../src/environment/environment.ts';
import { ReleaseStatus } from '../../src/environment/release-status.ts';

export const firstSha = 'abc1234def567890abc1234def567890abc12345';
export const secondSha = 'def5678abc901234def5678abc901234def56789';

/** Changes of the status; `undefined` takes a field away. */
type StatusInput = { readonly [Key in keyof EnvironmentStatus]?: EnvironmentStatus[Key] | undefined };

/** The preview of pull request 12 of acme/shop, approved and live unless said otherwise. */
export function anEnvironment(
  changes: {
    readonly name?: string;
    readonly spec?: Partial<EnvironmentSpec>;
    readonly status?: StatusInput;
  } = {},
): Environment {
  const spec: EnvironmentSpec = {
    repository: 'acme/shop',
    pullRequest: 12,
    profile: 'preview',
    installation: 1,
    desired: 'Deployed',
    head: { sha: firstSha, branch: 'faster-search', base: 'main', author: 'alice', origin: 'sameRepository' },
    approval: { sha: firstSha, actorId: 7, actor: 'alice', by: 'label' },
    activeAt: '2026-05-04T10:00:00Z',
    ...changes.spec,
  };
  return {
    name: changes.name ?? `env-acme-shop-12-${spec.profile}-0123456789abcdef`,
    uid: '3f0c9d1e-0000-4000-8000-000000000001',
    resourceVersion: '1',
    generation: 1,
    createdAt: '2026-05-04T10:00:00Z',
    isBeingDeleted: false,
    spec: EnvironmentSpec.parse(spec),
    status: EnvironmentStatus.parse({ ...live, ...changes.status }),
  };
}

/** A release of the service `api`, ready after 8 seconds unless said otherwise. */
export function aRelease(id: string, changes: Partial<ReleaseStatus> = {}): ReleaseStatus {
  const [service = '', name = ''] = id.split('/');
  return ReleaseStatus.parse({
    id,
    service,
    name,
    helmRelease: `${service}-${name}`,
    chart: `berth/${name}`,
    version: '0.1.3',
    phase: 'Ready',
    runnableAt: '2026-05-04T10:00:04.000Z',
    startedAt: '2026-05-04T10:00:04.000Z',
    ...((changes.phase ?? 'Ready') === 'Ready' && {
      appliedAt: '2026-05-04T10:00:06.000Z',
      readyAt: '2026-05-04T10:00:12.000Z',
    }),
    ...changes,
  });
}

export function aCondition(
  type: string,
  reason: string,
  message = '',
  status: 'True' | 'False' = 'False',
): EnvironmentStatus['conditions'][number] {
  return { type, status, reason, message, observedGeneration: 1, lastTransitionTime: '2026-05-04T10:00:10Z' };
}

/** The graph of a shop: a database with its migration and a cache before the API, and a web service after it. */
export function shopReleases(phases: Readonly<Record<string, Partial<ReleaseStatus>>> = {}): ReleaseStatus[] {
  const releases: readonly (readonly [string, Partial<ReleaseStatus>])[] = [
    ['api/postgres', took(4, 12.4)],
    ['api/redis', took(4.1, 7.1)],
    ['api/migrate', { ...took(12.5, 19, 12.4), chart: 'berth/job', dependencies: ['api/postgres'] }],
    [
      'api/api',
      {
        ...took(19.1, 33.6, 19),
        chart: './charts/api',
        version: undefined,
        dependencies: ['api/migrate', 'api/redis'],
      },
    ],
    ['web/web', { ...took(33.7, 41.2, 33.6), chart: './charts/web', version: undefined, dependencies: ['api/api'] }],
  ];
  return releases.map(([id, changes]) => aRelease(id, { ...changes, ...phases[id] }));
}

type Times = Pick<ReleaseStatus, 'runnableAt' | 'startedAt' | 'appliedAt' | 'readyAt'>;

/** Helm was started at once unless said otherwise, and took a fifth of the time. */
function took(fromSeconds: number, toSeconds: number, runnableSeconds = fromSeconds): Times {
  const at = (seconds: number) => new Date(Date.parse('2026-05-04T10:00:00Z') + seconds * 1_000).toISOString();
  const appliedAt = at(fromSeconds + (toSeconds - fromSeconds) / 5);
  return { runnableAt: at(runnableSeconds), startedAt: at(fromSeconds), appliedAt, readyAt: at(toSeconds) };
}

export const apiUrl = 'https://api-pr-12-shop.preview.example.com';
export const webUrl = 'https://web-pr-12-shop.preview.example.com';

const live: StatusInput = {
  observedGeneration: 1,
  phase: 'Live',
  namespace: 'shop-pr-12',
  commit: firstSha,
  address: webUrl,
  services: [
    { name: 'api', kind: 'here', url: apiUrl, readyUrl: `${apiUrl}/healthz`, answers: true },
    { name: 'web', kind: 'here', url: webUrl, readyUrl: webUrl, answers: true },
    { name: 'billing', kind: 'environment', url: 'https://billing.staging.example.com', at: 'staging' },
  ],
  releases: shopReleases(),
  startedAt: '2026-05-04T10:00:03.000Z',
  liveAt: '2026-05-04T10:00:45.000Z',
  conditions: [
    aCondition('Approved', 'CommitApproved', '', 'True'),
    aCondition('Planned', 'PlanMade', '', 'True'),
    aCondition('Admitted', 'PlaceGiven', '', 'True'),
    aCondition('Released', 'ReleasesReady', '', 'True'),
    aCondition('Reachable', 'AddressAnswers', '', 'True'),
  ],
  timeline: [
    { at: '2026-05-04T10:00:03.000Z', text: 'Commit abc1234 begins, approved by alice with a label' },
    { at: '2026-05-04T10:00:12.400Z', text: 'api/postgres is ready' },
    { at: '2026-05-04T10:00:45.000Z', text: 'Live: its address answers' },
  ],
};
