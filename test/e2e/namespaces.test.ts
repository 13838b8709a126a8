import { CoreV1Api, NetworkingV1Api } from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { usePlaces } from '../helpers/place.ts';
import { refused } from '../helpers/refused.ts';

const cluster = useCluster('web', 'pause');
const chart = useBerthChart(cluster);
const places = usePlaces(cluster, chart);
const web = 'localhost:21500/berth/pause:3.10';

describe('the namespace of an environment', () => {
  test('has its marks, its limits, its network policy and its accounts before anything runs in it', async () => {
    const place = places.describe('whole', { hosts: ['a.preview.test', 'b.preview.test'] });

    await places.namespaces.ensureNamespace(place);

    const { namespace, environment } = place;
    const core = cluster.config.makeApiClient(CoreV1Api);
    const { metadata } = await core.readNamespace({ name: namespace });
    expect(metadata?.labels).toMatchObject({
      'berth.dev/environment': environment.name,
      'berth.dev/installation': chart.installation.namespace,
      'app.kubernetes.io/managed-by': 'berth',
      'berth.dev/profile': 'preview',
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'latest',
    });
    expect(metadata?.annotations).toMatchObject({
      'berth.dev/environment-uid': environment.uid,
      'berth.dev/hosts': 'a.preview.test,b.preview.test',
    });
    const { status } = await core.readNamespacedResourceQuota({ name: 'berth', namespace });
    expect(status?.hard).toMatchObject({ pods: '40', 'services.loadbalancers': '0' });
    const limits = (await core.readNamespacedLimitRange({ name: 'berth', namespace })).spec?.limits;
    expect(limits).toMatchObject([{ type: 'Container', defaultRequest: { cpu: '10m' }, max: { memory: '4Gi' } }]);
    const network = cluster.config.makeApiClient(NetworkingV1Api);
    const policy = await network.readNamespacedNetworkPolicy({ name: 'berth', namespace });
    expect(policy.spec).toMatchObject({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    const { items: accounts } = await core.listNamespacedServiceAccount({ namespace });
    expect(accounts.map((account) => [account.metadata?.name, account.automountServiceAccountToken])).toEqual([
      ['berth-deployer', false],
      ['default', false],
    ]);
  });

  test('puts pods where the profile says, beside what their chart says', async () => {
    const { profile } = places.describe('placed');
    const pods = {
      nodeSelector: { 'kubernetes.io/os': 'linux', 'example.com/pool': 'spot' },
      tolerations: [{ key: 'example.com/spot', operator: 'Exists', effect: 'NoSchedule' }],
    } as const;
    const place = places.describe('placed', {
      profile: { ...profile, pods: { ...pods, tolerations: [...pods.tolerations] } },
    });
    await places.namespaces.ensureNamespace(place);
    const security = {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    };
    const body = {
      metadata: { name: 'app' },
      spec: {
        nodeSelector: { 'example.com/pool': 'mine', disk: 'fast' },
        containers: [{ name: 'app', image: web, securityContext: security }],
      },
    };

    const core = cluster.config.makeApiClient(CoreV1Api);
    const { spec } = await core.createNamespacedPod({ namespace: place.namespace, dryRun: 'All', body });
    const { metadata } = await core.readNamespace({ name: place.namespace });

    expect(metadata?.labels).toMatchObject({ 'berth.dev/placed': 'true' });
    expect(spec?.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux', 'example.com/pool': 'spot', disk: 'fast' });
    expect(spec?.tolerations).toContainEqual(pods.tolerations[0]);
  });

  test('puts pods elsewhere, or nowhere, as soon as the profile says so', async () => {
    const place = places.describe('moved');
    const { profile } = place;
    const placed = (pods: object) => ({ ...place, profile: { ...profile, pods: { ...profile.pods, ...pods } } });
    const pool = { nodeSelector: { 'example.com/pool': 'spot' } };
    const taint = {
      tolerations: [{ key: 'example.com/spot', operator: 'Exists' as const, effect: 'NoSchedule' as const }],
    };
    const read = async () => {
      const { metadata } = await cluster.config.makeApiClient(CoreV1Api).readNamespace({ name: place.namespace });
      const { labels = {}, annotations = {} } = metadata ?? {};
      return [labels['berth.dev/placed'], annotations['berth.dev/node-selector'], annotations['berth.dev/tolerations']];
    };

    await places.namespaces.ensureNamespace(placed(pool));
    expect(await read()).toEqual(['true', 'example.com/pool=spot', '']);
    await places.namespaces.ensureNamespace(placed(taint));
    expect(await read()).toEqual(['true', '', 'example.com/spot:Exists::NoSchedule']);
    await places.namespaces.ensureNamespace(placed({}));
    expect(await read()).toEqual(['false', '', '']);
  });

  test('is left as it is when it is asked for again', async () => {
    const place = places.describe('again');
    await places.namespaces.ensureNamespace(place);
    const readVersions = () =>
      cluster.kubectl(
        ...['get', 'resourcequota,limitrange,networkpolicy,serviceaccount,rolebinding', '-n', place.namespace],
        ...['-o', 'jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.resourceVersion}{"\\n"}{end}'],
      );
    const before = await readVersions();

    await places.namespaces.ensureNamespace(place);

    expect(await readVersions()).toBe(before);
  });

  test('gets back what somebody took out of it, and follows a changed profile', async () => {
    const place = places.describe('mended');
    await places.namespaces.ensureNamespace(place);
    await cluster.kubectl('delete', 'networkpolicy,rolebinding', '--all', '-n', place.namespace);
    const { limits } = place.profile;

    await places.namespaces.ensureNamespace({
      ...place,
      hosts: ['other.preview.test'],
      profile: { ...place.profile, limits: { ...limits, quota: { pods: '3' } } },
    });

    const names = await cluster.kubectl('get', 'networkpolicy,rolebinding', '-n', place.namespace, '-o', 'name');
    expect(names.split('\n')).toHaveLength(3);
    const jsonpath = 'jsonpath={.status.hard}';
    const quota = await cluster.kubectl('get', 'quota', 'berth', '-n', place.namespace, '-o', jsonpath);
    expect(JSON.parse(quota)).toEqual({ pods: '3' });
    const namespace = await cluster.kubectl('get', 'namespace', place.namespace, '-o', 'yaml');
    expect(namespace).toContain('berth.dev/hosts: other.preview.test');
  });

  test('holds pods to its Pod Security level and to its quota', async () => {
    const place = places.describe('strict');
    const { limits } = place.profile;
    const quota = { ...limits.quota, 'count/configmaps': '2' };
    await places.namespaces.ensureNamespace({ ...place, profile: { ...place.profile, limits: { ...limits, quota } } });

    const root = refused(cluster.kubectl('run', 'root', `--image=${web}`, '--privileged', '-n', place.namespace));
    const create = (name: string) =>
      places.kubectlAsDeployer(place.namespace, ['create', 'configmap', name, '--from-literal=a=b']);

    expect(await root).toContain('violates PodSecurity "restricted:latest"');
    // Kubernetes itself puts one there.
    await create('first');
    expect(await refused(create('second'))).toContain('exceeded quota: berth');
  });

  test('gets the shared secrets of its profile, and no other', async () => {
    const create = [
      'create',
      'secret',
      'generic',
      'registry-pull',
      '--from-literal=token=abc',
      '-n',
      chart.installation.namespace,
    ];
    const secret = await cluster.kubectl(...create, '--dry-run=client', '-o', 'json');
    await cluster.apply(chart.installation.namespace, secret);
    const place = places.describe('shared');
    const sharing = (secrets: string[]) => ({ ...place.profile, shared: { ...place.profile.shared, secrets } });

    await places.namespaces.ensureNamespace({ ...place, profile: sharing(['registry-pull']) });

    const jsonpath = 'jsonpath={.items[*].metadata.name}/{.items[*].data.token}';
    expect(await cluster.kubectl('get', 'secrets', '-n', place.namespace, '-o', jsonpath)).toBe('registry-pull/YWJj');
    await expect(
      places.namespaces.ensureNamespace({ ...place, profile: sharing(['not-allowed']) }),
    ).rejects.toMatchObject({ reason: 'SharedSecretMissing' });
  });
});

describe('a namespace that is not of this environment', () => {
  test('is not taken, not changed and not deleted', async () => {
    const namespace = await cluster.createNamespace('foreign');
    const place = places.describe('foreign');
    const before = await cluster.kubectl('get', 'namespace', namespace, '-o', 'json');

    await expect(places.namespaces.ensureNamespace(place)).rejects.toMatchObject({ reason: 'NamespaceNotOwned' });
    await places.namespaces.deleteNamespace(place);

    expect(await places.namespaces.readRemains(place)).toEqual({ kind: 'notOurs' });
    expect(await cluster.kubectl('get', 'namespace', namespace, '-o', 'json')).toBe(before);
  });

  test('is another one too when only the name of its environment is the same', async () => {
    const earlier = places.describe('earlier');
    await places.namespaces.ensureNamespace(earlier);
    const later = { ...earlier, environment: { ...earlier.environment, uid: 'another' } };

    await expect(places.namespaces.ensureNamespace(later)).rejects.toMatchObject({ reason: 'NamespaceNotOwned' });
    await places.namespaces.deleteNamespace(later);

    expect(await places.namespaces.readRemains(earlier)).toEqual({ kind: 'present' });
    const owned = await places.namespaces.listOwned();
    const { name, uid } = earlier.environment;
    expect(owned).toContainEqual(
      expect.objectContaining({ namespace: earlier.namespace, environment: name, uid, isGoing: false }),
    );
    expect(owned.map(({ namespace }) => namespace)).not.toContain(cluster.nameNamespace('foreign'));
  });
});

describe('taking a namespace away', () => {
  test('names the object and the finalizer that keep it, and ends when they are gone', async () => {
    const place = places.describe('held');
    await places.namespaces.ensureNamespace(place);
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kept', finalizers: ['example.com/hold'] },
      spec: { ports: [{ port: 80 }] },
    };
    await cluster.apply(place.namespace, JSON.stringify(service));

    await places.namespaces.deleteNamespace(place);

    const blockers = [{ object: 'Service/kept', cause: 'finalizer example.com/hold' }];
    await expect
      .poll(() => places.namespaces.readRemains(place), { timeout: 30_000 })
      .toEqual({ kind: 'going', blockers });
    await expect(places.namespaces.ensureNamespace(place)).rejects.toMatchObject({ reason: 'NamespaceGoing' });
    await cluster.kubectl('patch', 'service', 'kept', '-n', place.namespace, '-p', '{"metadata":{"finalizers":null}}');
    await expect.poll(() => places.namespaces.readRemains(place), { timeout: 30_000 }).toEqual({ kind: 'nothing' });
  });

  test('waits for its volumes as well', async () => {
    const place = places.describe('volume');
    await places.namespaces.ensureNamespace(place);
    const metadata = { name: `volume-of-${place.namespace}`, finalizers: ['example.com/hold'] };
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata,
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Mi' },
        claimRef: { namespace: place.namespace, name: 'data' },
        hostPath: { path: '/nonexistent' },
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName: 'none',
      },
    };
    await cluster.apply(place.namespace, JSON.stringify(volume));
    const api = cluster.config.makeApiClient(CoreV1Api);

    await places.namespaces.deleteNamespace(place);
    await expect
      .poll(
        () =>
          api.readNamespace({ name: place.namespace }).then(
            () => 'there',
            () => 'gone',
          ),
        { timeout: 30_000 },
      )
      .toBe('gone');

    expect(await places.namespaces.readRemains(place)).toMatchObject({ kind: 'going' });
    await cluster.kubectl('patch', 'pv', metadata.name, '-p', '{"metadata":{"finalizers":null}}');
    await cluster.kubectl('delete', 'pv', metadata.name);
    expect(await places.namespaces.readRemains(place)).toEqual({ kind: 'nothing' });
  });
});

test('a kubeconfig is used again, until its namespace is another', async () => {
  const place = places.describe('access');
  await places.namespaces.ensureNamespace(place);
  const first = await places.access.createKubeconfig(place.namespace, 60_000);

  expect(await places.access.createKubeconfig(place.namespace, 60_000)).toBe(first);
  expect(await places.access.createKubeconfig(place.namespace, 60 * 60_000)).not.toBe(first);
  await places.namespaces.deleteNamespace(place);
  await expect(places.access.createKubeconfig(cluster.nameNamespace('nowhere'), 60_000)).rejects.toMatchObject({
    reason: 'ApiUnavailable',
  });
});
