import { CoordinationV1Api } from '@kubernetes/client-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Environment } from '../../src/environment/environment.ts';
import { createKubeClient, type KubeClient } from '../../src/kube/create-kube-client.ts';
import {
  createEnvironmentStore,
  type KubeEnvironmentStore,
} from '../../src/kube/environments/create-environment-store.ts';
import { createFences } from '../../src/kube/leases/create-fences.ts';
import { createLogger } from '../../src/logger.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster();
const chart = useBerthChart(cluster);
const holder = { identity: 'berth-a.1', epoch: 3 };

let client: KubeClient;
let store: KubeEnvironmentStore;
let count = 0;

beforeEach(async () => {
  client = createKubeClient(chart.config);
  store = createEnvironmentStore({
    client,
    namespace: chart.installation.namespace,
    log: createLogger({ level: 'silent', secrets: [] }),
  });
  await store.whenSynced(AbortSignal.timeout(10_000));
});

afterEach(async () => {
  for (const { name } of store.list()) if (name.startsWith(cluster.nameNamespace(''))) await store.remove(name);
  await store.stop();
  await client.close();
});

async function open() {
  const name = cluster.nameNamespace(`fenced-${(count += 1)}`);
  const environment = await create(name);
  const leases = client.api(CoordinationV1Api);
  return {
    name,
    environment,
    // What two replicas of berth have.
    fences: createFences({ client, namespace: chart.installation.namespace }),
    others: createFences({ client, namespace: chart.installation.namespace }),
    leases,
    read: () => leases.readNamespacedLease({ namespace: chart.installation.namespace, name }),
  };
}

async function create(name: string): Promise<Environment> {
  return await store.create(name, {
    ...{ repository: 'acme/shop', pullRequest: 3, profile: 'preview', installation: 1, desired: 'Deployed' },
    head: { sha: 'b'.repeat(40), branch: 'topic', base: 'main', author: 'alice', origin: 'sameRepository' },
    activeAt: '2026-11-21T07:00:00Z',
  });
}

test('an environment has a Lease of its own that says who may run Helm in it, and since when', async () => {
  const { name, environment, fences, read } = await open();

  const raised = await fences.raise(environment, holder);
  const before = await read();
  await fences.renew(name, raised.kind === 'raised' ? raised.version : '');
  const after = await read();

  expect(before.spec).toMatchObject({ holderIdentity: 'berth-a.1', leaseTransitions: 3 });
  expect(before.metadata?.ownerReferences).toMatchObject([{ kind: 'Environment', name, uid: environment.uid }]);
  expect(after.spec).toMatchObject({ holderIdentity: 'berth-a.1', leaseTransitions: 3 });
  expect(String(after.spec?.acquireTime)).toBe(String(before.spec?.acquireTime));
  expect(String(after.spec?.renewTime) > String(before.spec?.renewTime)).toBe(true);
});

test('of two who renew what they read at the same time, one is refused', async () => {
  const { name, environment, fences, others } = await open();
  const raised = await fences.raise(environment, holder);
  const version = raised.kind === 'raised' ? raised.version : '';

  const renewed = await Promise.all([fences.renew(name, version), others.renew(name, version)]);

  expect(renewed.filter((one) => one === undefined)).toHaveLength(1);
});

test('a later epoch is written over an earlier one and never the other way round, whoever asks first', async () => {
  const { environment, fences, others, read } = await open();
  const later = { identity: 'berth-b.1', epoch: 4 };

  const both = await Promise.all([fences.raise(environment, holder), others.raise(environment, later)]);
  const again = await fences.raise(environment, holder);

  expect(both[1].kind).toBe('raised');
  expect(again).toEqual({ kind: 'behind', epoch: 4 });
  expect((await read()).spec).toMatchObject({ holderIdentity: 'berth-b.1', leaseTransitions: 4 });
});

test('what somebody took away is not renewed, and can be raised again', async () => {
  const { name, environment, fences, leases } = await open();
  const raised = await fences.raise(environment, holder);
  await leases.deleteNamespacedLease({ namespace: chart.installation.namespace, name });

  expect(await fences.renew(name, raised.kind === 'raised' ? raised.version : '')).toBeUndefined();
  expect(await fences.raise(environment, holder)).toMatchObject({ kind: 'raised' });
});

test('it goes with its environment, and what is left of it keeps nobody from the next of that name', async () => {
  const { name, environment, fences, read } = await open();
  await fences.raise(environment, { ...holder, epoch: 9 });

  await store.remove(name);
  const next = await create(name);
  const raised = await fences.raise(next, { ...holder, epoch: 1 });
  await store.remove(name);

  expect(raised.kind).toBe('raised');
  await until('the Lease to go', 10_000, () =>
    read().then(
      () => 'it is there',
      () => '',
    ),
  );
});
