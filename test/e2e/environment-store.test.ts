import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnvironmentSpec } from '../../src/environment/environment.ts';
import { createKubeClient, type KubeClient } from '../../src/kube/create-kube-client.ts';
import {
  createEnvironmentStore,
  type KubeEnvironmentStore,
} from '../../src/kube/environments/create-environment-store.ts';
import { createLogger } from '../../src/logger.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';

const cluster = useCluster();
const chart = useBerthChart(cluster);
const sha = 'b'.repeat(40);
const spec: EnvironmentSpec = {
  repository: 'acme/shop',
  pullRequest: 3,
  profile: 'preview',
  installation: 1,
  desired: 'Deployed',
  head: { sha, branch: 'topic', base: 'main', author: 'alice', origin: 'sameRepository' },
  activeAt: '2026-11-21T07:00:00Z',
};

let client: KubeClient;
let store: KubeEnvironmentStore;
let count = 0;
const nextName = () => cluster.nameNamespace(`env-${(count += 1)}`);

beforeEach(async () => {
  client = createKubeClient(chart.config);
  store = startStore();
  await store.whenSynced(AbortSignal.timeout(10_000));
});

afterEach(async () => {
  for (const { name } of store.list()) if (name.startsWith(cluster.nameNamespace(''))) await store.remove(name);
  await store.stop();
  await client.close();
});

describe('the store of environments', () => {
  test('knows at once what it wrote, and never goes back behind it', async () => {
    const name = nextName();

    const created = await store.create(name, spec);
    const seen: (string | undefined)[] = [store.get(name)?.status.phase];
    for (const phase of ['Waiting', 'Deploying', 'Live'] as const) {
      await store.updateStatus(name, { phase });
      seen.push(store.get(name)?.status.phase);
    }
    await untilWatched(name);
    seen.push(store.get(name)?.status.phase);

    expect(created).toMatchObject({ name, spec, isBeingDeleted: false, generation: 1 });
    expect(seen).toEqual(['Pending', 'Waiting', 'Deploying', 'Live', 'Live']);
  });

  test('writes exactly the fields it is given, and takes away what is undefined', async () => {
    const name = nextName();
    await store.create(name, { ...spec, objection: { sha, reason: 'RoleInsufficient', actor: 'mallory' } });

    const changed = await store.updateSpec(name, { objection: { sha, reason: 'ApprovalNeeded' } });
    const cleared = await store.updateSpec(name, { objection: undefined });
    await store.updateStatus(name, { address: 'https://a.test', blockers: ['a', 'b'] });
    const { status } = await store.updateStatus(name, { address: undefined, blockers: [] });

    expect(changed.spec.objection).toEqual({ sha, reason: 'ApprovalNeeded' });
    expect(cleared.spec).toEqual(spec);
    expect(status).toMatchObject({ blockers: [] });
    expect(status.address).toBeUndefined();
  });

  test('writes nothing where nothing is another', async () => {
    const name = nextName();
    await store.create(name, spec);
    const { resourceVersion } = await store.updateStatus(name, { phase: 'Live', removed: ['api/api'] });

    const again = await store.updateStatus(name, { phase: 'Live', removed: ['api/api'], address: undefined });

    expect(again.resourceVersion).toBe(resourceVersion);
  });

  test('keeps what a person wrote in between', async () => {
    const name = nextName();
    await store.create(name, spec);
    const change = { spec: { head: { branch: 'renamed' } } };
    await cluster.kubectl(
      'patch',
      'env',
      name,
      '-n',
      chart.installation.namespace,
      '--type=merge',
      '-p',
      JSON.stringify(change),
    );

    await store.updateSpec(name, { installation: 2 });

    expect(store.get(name)?.spec).toEqual({ ...spec, installation: 2, head: { ...spec.head, branch: 'renamed' } });
  });

  test('tells of what others wrote, and of what it created and wrote itself', async () => {
    const name = nextName();
    const told: string[] = [];
    const stop = store.onChange((one) => told.push(one));
    await store.create(name, spec);
    expect(told).toContain(name); // at once, whether the watch or the answer was faster
    const other = startStore();
    await other.whenSynced(AbortSignal.timeout(10_000));
    told.length = 0;

    await store.updateSpec(name, { installation: 5 });
    const toldOfOwn = told.filter((one) => one === name).length;
    await other.updateStatus(name, { phase: 'Failed' });

    expect(toldOfOwn).toBeGreaterThan(0);
    await expect.poll(() => store.get(name)?.status.phase).toBe('Failed');
    stop();
    await other.stop();
  });

  test('creates an environment only once', async () => {
    const name = nextName();
    const first = await store.create(name, spec);
    await store.updateStatus(name, { phase: 'Live' });

    const second = await store.create(name, spec);

    expect(second).toMatchObject({ uid: first.uid, status: { phase: 'Live' } });
  });

  test('lets go of an environment that is removed, and of one that is gone already', async () => {
    const name = nextName();
    await store.create(name, spec);
    await cluster.kubectl('delete', 'env', name, '-n', chart.installation.namespace, '--wait=false');
    await expect.poll(() => store.get(name)?.isBeingDeleted).toBe(true);

    await store.remove(name);
    await store.remove(name);

    expect(store.get(name)).toBeUndefined();
    expect(await cluster.kubectl('get', 'env', name, '-n', chart.installation.namespace, '--ignore-not-found')).toBe(
      '',
    );
  });
});

/** What is told last has been told after everything before. */
async function untilWatched(name: string): Promise<void> {
  const told = Promise.withResolvers<undefined>();
  const stop = store.onChange((one) => {
    if (one === name) told.resolve(undefined);
  });
  await cluster.kubectl('label', 'env', name, '-n', chart.installation.namespace, 'seen=true');
  await told.promise;
  stop();
}

function startStore(): KubeEnvironmentStore {
  return createEnvironmentStore({
    client,
    namespace: chart.installation.namespace,
    log: createLogger({ level: 'fatal', secrets: [] }),
  });
}
