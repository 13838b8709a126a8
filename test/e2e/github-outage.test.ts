import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { CoreV1Api } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import type { ApiFault } from '../../sandbox/github/faults/faults.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { findEnvironment, listDeployments, untilGone, untilLive } from '../helpers/preview.ts';

const cluster = useCluster('web');
const always = 1_000_000;
const sweepIntervalSeconds = 10;
/** Long enough that berth has looked three times; a fourth look would be no different. */
const threeSweepsMs = 3.2 * sweepIntervalSeconds * 1_000;
const repository = '/repos/acme/harbour';

/** What GitHub may answer without anything having been deleted. */
const outages: Readonly<Record<string, readonly Omit<ApiFault, 'count'>[]>> = {
  '500 to everything': [{ path: '*', effect: { kind: 'status', status: 500 } }],
  '403 to everything': [{ path: '*', effect: { kind: 'status', status: 403 } }],
  '404 to everything': [{ path: '*', effect: { kind: 'status', status: 404 } }],
  '404 of the repository and all in it': [{ path: `${repository}*`, effect: { kind: 'status', status: 404 } }],
  'an empty list, wherever there is a list': [
    { path: '/app/installations*', method: 'GET', effect: { kind: 'emptyList' } },
    { path: '/installation/repositories*', method: 'GET', effect: { kind: 'emptyList' } },
    { path: `${repository}/issues*`, method: 'GET', effect: { kind: 'emptyList' } },
    { path: `${repository}/deployments*`, method: 'GET', effect: { kind: 'emptyList' } },
  ],
  'nothing for longer than anybody waits': [{ path: '*', effect: { kind: 'delay', ms: 60_000 } }],
};

const berths = Object.entries(outages).map(
  ([answer, faults], index) => [answer, faults, useBerth(cluster, useBerthChart(cluster, `own-${index}`))] as const,
);

test('whatever GitHub answers or does not, nothing is removed nor deployed anew, and afterwards all goes on', async () => {
  const ends = berths.map(async ([answer, faults, berth]) => {
    return [answer, await playOutage(await berth.start({ sweepIntervalSeconds }), faults)] as const;
  });

  const wanted = { changed: [], comments: 1, deployments: 2 };
  expect(Object.fromEntries(await Promise.all(ends))).toEqual(
    Object.fromEntries(berths.map(([answer]) => [answer, wanted])),
  );
}, 300_000);

async function playOutage(stage: Stage, faults: readonly Omit<ApiFault, 'count'>[]): Promise<object> {
  const { github, ada } = stage;
  const pullRequest = await stage.openPullRequest();
  github.actions.addLabel(pullRequest, ada, 'preview');
  await untilLive(stage, pullRequest);
  const before = await readWhatRuns(stage, pullRequest);

  for (const fault of faults) github.faults.addApi({ ...fault, count: always });
  await sleep(threeSweepsMs);
  const during = await readWhatRuns(stage, pullRequest);
  github.faults.clear();

  await stage.push(pullRequest);
  await untilLive(stage, pullRequest);
  github.actions.removeLabel(pullRequest, ada, 'preview');
  await untilGone(stage, pullRequest);
  const changed = Object.keys(before).filter((name) => !isDeepStrictEqual(before[name], during[name]));
  const deployments = listDeployments(stage, pullRequest).length;
  return { changed, comments: pullRequest.comments.length, deployments };
}

/** The identities of what runs, and how often Helm has applied it. */
async function readWhatRuns(stage: Stage, pullRequest: PullRequest): Promise<Readonly<Record<string, unknown>>> {
  const namespace = stage.nameNamespace(pullRequest);
  const core = cluster.config.makeApiClient(CoreV1Api);
  const [environment, { metadata }, pods, secrets] = await Promise.all([
    findEnvironment(stage, pullRequest),
    core.readNamespace({ name: namespace }),
    core.listNamespacedPod({ namespace }),
    core.listNamespacedSecret({ namespace, labelSelector: 'owner=helm' }),
  ]);
  return {
    environment: environment?.metadata.uid,
    spec: environment?.spec,
    phase: environment?.status.phase,
    namespace: [metadata?.uid, metadata?.deletionTimestamp],
    pods: pods.items.map(({ metadata: of }) => [of?.name, of?.uid, of?.deletionTimestamp]),
    records: secrets.items.map(({ metadata: of }) => of?.name),
    comments: pullRequest.comments.map(({ id, body }) => [id, body]),
  };
}
