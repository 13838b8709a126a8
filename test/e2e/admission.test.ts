import { CoreV1Api } from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { usePlaces } from '../helpers/place.ts';
import { refused } from '../helpers/refused.ts';

const cluster = useCluster('pause');
const chart = useBerthChart(cluster);
const places = usePlaces(cluster, chart);
const host = 'shop.preview.test';

async function ensureHome(): Promise<string> {
  const environment = { name: 'env-home', uid: 'home' };
  const place = { ...places.describe('home'), environment, hosts: [host, `api.${host}`] };
  await places.namespaces.ensureNamespace(place);
  return place.namespace;
}

/** What the API server says against an object that the deployer of an environment creates, as a chart would. */
async function refuseOfDeployer(object: object): Promise<string> {
  const namespace = await ensureHome();
  const create = ['create', '-f', '-', '--dry-run=server'];
  return refused(places.kubectlAsDeployer(namespace, create, JSON.stringify(object)));
}

const backend = { service: { name: 'web', port: { number: 80 } } };
const paths = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
const ingress = (spec: object, annotations: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web', annotations },
  spec,
});

describe('an Ingress of an environment', () => {
  test('may answer for the hosts of its environment', async () => {
    const hosts = {
      rules: [
        { host, http: paths },
        { host: `api.${host}`, http: paths },
      ],
      tls: [{ hosts: [host] }],
    };
    const annotations = { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m', 'meta.helm.sh/release-name': 'web' };

    expect(await refuseOfDeployer(ingress(hosts, annotations))).toBe('');
  });

  test.each([
    ['of another environment', { rules: [{ host: 'other.preview.test', http: paths }] }, 'other.preview.test'],
    ['of the company', { rules: [{ host: 'www.example.com', http: paths }] }, 'www.example.com'],
    ['below its own', { rules: [{ host: `x.${host}`, http: paths }] }, `x.${host}`],
    ['that stands for many', { rules: [{ host: '*.preview.test', http: paths }] }, '*.preview.test'],
    [
      'beside its own',
      {
        rules: [
          { host, http: paths },
          { host: 'a.test', http: paths },
        ],
      },
      'a.test',
    ],
    ['that is every host', { rules: [{ http: paths }] }, 'the host ""'],
    ['with a certificate of another', { rules: [{ host, http: paths }], tls: [{ hosts: ['b.test'] }] }, 'b.test'],
  ])('may not answer for a host %s', async (_, spec, named) => {
    const refusal = await refuseOfDeployer(ingress(spec));

    expect(refusal).toContain(named);
    expect(refusal).toContain(`is not one of this environment: ${host}, api.${host}`);
  });

  test('has no default backend', async () => {
    expect(await refuseOfDeployer(ingress({ defaultBackend: backend }))).toContain('has no default backend');
  });

  test('cannot change to another host later, whoever changes it', async () => {
    const namespace = await ensureHome();
    await places.kubectlAsDeployer(
      namespace,
      ['create', '-f', '-'],
      JSON.stringify(ingress({ rules: [{ host, http: paths }] })),
    );
    const replace = [{ op: 'replace', path: '/spec/rules/0/host', value: 'www.example.com' }];

    const patch = ['patch', 'ingress', 'web', '-n', namespace, '--type=json', '-p', JSON.stringify(replace)];

    expect(await refused(cluster.kubectl(...patch))).toContain('"www.example.com" is not one of this environment');
  });

  test.each([
    'nginx.ingress.kubernetes.io/configuration-snippet',
    'nginx.ingress.kubernetes.io/server-snippet',
    'nginx.ingress.kubernetes.io/server-alias',
    'nginx.ingress.kubernetes.io/auth-url',
    'nginx.ingress.kubernetes.io/rewrite-target',
    'nginx.org/server-snippets',
    'haproxy-ingress.github.io/config-backend',
    'traefik.ingress.kubernetes.io/router.rule',
    'alb.ingress.kubernetes.io/group.name',
    'external-dns.alpha.kubernetes.io/hostname',
  ])('may not have the annotation %s', async (annotation) => {
    const refusal = await refuseOfDeployer(ingress({ rules: [{ host, http: paths }] }, { [annotation]: 'x' }));

    expect(refusal).toContain(`the annotation ${annotation} is not one`);
  });
});

describe('what a chart brings', () => {
  const service = (spec: object, annotations = {}) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'x', annotations },
    spec: { ports: [{ port: 80 }], ...spec },
  });
  const pod = (account: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'x' },
    spec: {
      serviceAccountName: account,
      securityContext: { runAsNonRoot: true, runAsUser: 65_535, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'x',
          image: 'localhost:21500/berth/pause:3.10',
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  });

  test.each([
    [
      'a Service that leads elsewhere by name',
      service({ type: 'ExternalName', externalName: 'x.test' }),
      'ExternalName',
    ],
    ['a Service that takes an address', service({ externalIPs: ['192.0.2.1'] }), 'externalIPs'],
    [
      'a Service that takes a name',
      service({}, { 'external-dns.alpha.kubernetes.io/hostname': 'www.example.com' }),
      'asks for no name in DNS',
    ],
    [
      'a Secret that would fill with the token of the deployer',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/service-account-token',
        metadata: { name: 'x', annotations: { 'kubernetes.io/service-account.name': 'berth-deployer' } },
      },
      'holds no token',
    ],
  ])('is refused: %s', async (_, object, message) => {
    expect(await refuseOfDeployer(object)).toContain(message);
  });

  test('runs no pod as the deployer', async () => {
    const namespace = await ensureHome();

    const refusal = await refused(cluster.apply(namespace, JSON.stringify(pod('berth-deployer'))));

    expect(refusal).toContain('the account berth-deployer is not for pods');
    expect(await refused(cluster.apply(namespace, JSON.stringify(pod('default'))))).toBe('');
  });

  test('carries the label of its environment, down to what controllers make of it', async () => {
    const namespace = await ensureHome();
    const { metadata, spec } = pod('default');
    const labels = { app: 'x', 'berth.dev/environment': 'env-of-somebody-else' };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata, labels },
      spec: { selector: { matchLabels: { app: 'x' } }, template: { metadata: { labels: { app: 'x' } }, spec } },
    };
    await places.kubectlAsDeployer(namespace, ['apply', '-f', '-'], JSON.stringify(deployment));

    const stamped = async () =>
      (
        await cluster.kubectl(
          ...['get', 'deployment,replicaset,pod', '-n', namespace, '-l', 'berth.dev/environment=env-home'],
          ...['-o', 'jsonpath={range .items[*]}{.kind}{"\\n"}{end}'],
        )
      ).split('\n');

    await expect
      .poll(async () => [...new Set(await stamped())].toSorted(), { timeout: 20_000 })
      .toEqual(['Deployment', 'Pod', 'ReplicaSet']);
    await cluster.kubectl('label', 'deployment', 'x', '-n', namespace, 'berth.dev/environment-');
    expect(await stamped()).toContain('Deployment');
  });

  test.each([
    ['Warning', { 'berth.dev/environment': 'env-home' }],
    ['Normal', undefined],
  ])('has events of type %s with the labels %o: only warnings are looked at', async (type, labels) => {
    const namespace = await ensureHome();

    const event = await cluster.config.makeApiClient(CoreV1Api).createNamespacedEvent({
      namespace,
      dryRun: 'All',
      body: { metadata: { name: 'x' }, type, involvedObject: { kind: 'Pod', name: 'x', namespace } },
    });

    expect(event.metadata.labels).toEqual(labels);
  });
});
