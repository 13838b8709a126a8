import type { LiveKind } from '../objects/live-object.ts';

export interface ReadinessRow {
  readonly ready: string;
  /** What fails a release at once; what is not listed there is waited for until the time of the profile is up. */
  readonly failed: string;
}

const podTroubles =
  'an image that is not there, a container that cannot be created or ends again and again, pods that the quota or admission refuses';

/** What berth waits for, by kind: the judges beside this file keep to it. */
export const readinessTable: Readonly<Record<LiveKind, ReadinessRow>> = {
  Deployment: {
    ready: 'all pods of its newest revision are available and none of an older one is meant to stay, or it is paused',
    failed: `${podTroubles}; its \`progressDeadlineSeconds\` are over`,
  },
  StatefulSet: {
    ready:
      'all its pods are available, and those from its `partition` on are of the newest revision; with `OnDelete` of any',
    failed: podTroubles,
  },
  DaemonSet: {
    ready:
      'on each node that is to have one a pod of the newest revision is available, with `OnDelete` of any; at once where there is no such node',
    failed: podTroubles,
  },
  ReplicaSet: { ready: 'it has as many pods as it should, all available', failed: podTroubles },
  Pod: {
    ready: 'it is ready, or has ended well',
    failed:
      'it has ended badly; an image that is not there, a container that cannot be created or ends again and again',
  },
  Job: {
    ready:
      'it is complete; with `ttlSecondsAfterFinished` also if it is gone since and was seen complete; while it is suspended it is not',
    failed: 'it has failed, also if it is gone since; pods that the quota or admission refuses',
  },
  PersistentVolumeClaim: {
    ready: 'it is bound, or its storage class makes volumes only once a pod wants them',
    failed: '',
  },
  Service: { ready: 'at once; of type `LoadBalancer` when it has an address', failed: '' },
  Ingress: { ready: 'at once: whether its address answers is asked as `ready` of the service says', failed: '' },
};

const others: readonly (readonly [string, ReadinessRow])[] = [
  [
    'Custom resources',
    {
      ready:
        'a rule in `readyWhen` holds; without one, the condition `Ready`, or else `Available`, is true; [of kinds without these](#custom-resources), what they say in its place. At once where a kind has no conditions',
      failed:
        'the rule for `failed` holds; without one, the condition `Stalled` is true; berth may not look at its kind',
    },
  ],
  [
    'Hooks of Helm',
    {
      ready: 'as Helm says: it waits for its hooks itself',
      failed: 'the hook fails; of a Job the last lines are shown',
    },
  ],
  [
    'Everything else: ConfigMap, Secret, CronJob, HorizontalPodAutoscaler, PodDisruptionBudget, …',
    { ready: 'at once; outputs that another release uses have to be there and not empty', failed: '' },
  ],
];

/** Renders the table for the documentation, in Markdown. */
export function renderReadinessTable(): string {
  const rows = [...Object.entries(readinessTable).map(([kind, row]) => [`\`${kind}\``, row] as const), ...others];
  return [
    '| What a chart makes | Is ready when | Fails the release at once |',
    '|---|---|---|',
    ...rows.map(([kind, { ready, failed }]) => `| ${kind} | ${ready} | ${failed === '' ? '–' : failed} |`),
    '',
  ].join('\n');
}
