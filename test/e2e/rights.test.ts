import { beforeAll, describe, expect, test } from 'vitest';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { usePlaces } from '../helpers/place.ts';
import { refused } from '../helpers/refused.ts';

const cluster = useCluster();
const chart = useBerthChart(cluster);
const places = usePlaces(cluster, chart);
const berth = () => `--as=system:serviceaccount:${chart.installation.namespace}:${chart.installation.name}`;
const deployer = () => `--as=system:serviceaccount:${cluster.nameNamespace('home')}:berth-deployer`;

beforeAll(async () => {
  await cluster.createNamespace('foreign');
});

async function ensureHome(): Promise<string> {
  const place = { ...places.describe('home'), environment: { name: 'env-home', uid: 'home' } };
  await places.namespaces.ensureNamespace(place);
  return place.namespace;
}

describe('the deployer', () => {
  test('has these rights in its namespace and no others', async () => {
    const home = await ensureHome();

    const rights = await cluster.kubectl('auth', 'can-i', '--list', '-n', home, deployer());

    await expect(toTable(rights)).toMatchFileSnapshot('golden/rights-of-the-deployer.txt');
  });

  test.each([
    ['create', 'roles.rbac.authorization.k8s.io'],
    ['create', 'rolebindings.rbac.authorization.k8s.io'],
    ['patch', 'rolebindings.rbac.authorization.k8s.io'],
    ['bind', 'clusterroles.rbac.authorization.k8s.io'],
    ['escalate', 'roles.rbac.authorization.k8s.io'],
    ['impersonate', 'serviceaccounts'],
    ['create', 'serviceaccounts/token'],
    ['patch', 'resourcequotas'],
    ['delete', 'resourcequotas'],
    ['patch', 'limitranges'],
    ['delete', 'limitranges'],
    ['create', 'networkpolicies.networking.k8s.io'],
    ['delete', 'networkpolicies.networking.k8s.io'],
    ['patch', 'namespaces'],
    ['delete', 'namespaces'],
    ['create', 'pods'],
    ['create', 'pods/exec'],
    ['create', 'pods/portforward'],
    ['update', 'pods/ephemeralcontainers'],
    ['create', 'endpoints'],
    ['create', 'endpointslices.discovery.k8s.io'],
    ['create', 'events'],
    ['deletecollection', 'secrets'],
    ['create', 'environments.berth.dev'],
    ['get', 'environments.berth.dev'],
  ])('may not %s %s there', async (verb, resource) => {
    const home = await ensureHome();

    expect(await mayDo(deployer(), verb, resource, home)).toBe('no');
  });

  test.each([
    ['create', 'deployments.apps'],
    ['get', 'secrets'],
    ['list', 'pods'],
    ['create', 'configmaps'],
    ['create', 'ingresses.networking.k8s.io'],
    ['get', 'pods/log'],
  ])('may not %s %s in any other namespace', async (verb, resource) => {
    await ensureHome();

    expect(await mayDo(deployer(), verb, resource, cluster.nameNamespace('foreign'))).toBe('no');
    expect(await mayDo(deployer(), verb, resource, chart.installation.namespace)).toBe('no');
    expect(await mayDo(deployer(), verb, resource, 'kube-system')).toBe('no');
  });

  test.each([
    'namespaces',
    'nodes',
    'persistentvolumes',
    'clusterroles.rbac.authorization.k8s.io',
    'customresourcedefinitions.apiextensions.k8s.io',
  ])('may not create %s', async (resource) => {
    await ensureHome();

    expect(await mayDo(deployer(), 'create', resource)).toBe('no');
  });
});

describe('berth', () => {
  test.each([
    ['its own namespace', () => Promise.resolve(chart.installation.namespace), 'own-namespace'],
    ['an environment', ensureHome, 'environment'],
    ['any other namespace', () => Promise.resolve(cluster.nameNamespace('foreign')), 'foreign-namespace'],
  ])('has these rights in %s and no others', async (_, namespace, name) => {
    const rights = await cluster.kubectl('auth', 'can-i', '--list', '-n', await namespace(), berth());

    await expect(toTable(rights)).toMatchFileSnapshot(`golden/rights-of-berth-in-${name}.txt`);
  });

  test.each([
    ['get', 'secrets'],
    ['list', 'secrets'],
    ['create', 'secrets'],
    ['list', 'configmaps'],
    ['create', 'deployments.apps'],
    ['delete', 'pods'],
    ['create', 'pods'],
    ['get', 'pods/log'],
    ['create', 'pods/exec'],
    ['create', 'roles.rbac.authorization.k8s.io'],
    ['delete', 'rolebindings.rbac.authorization.k8s.io'],
    ['escalate', 'clusterroles.rbac.authorization.k8s.io'],
    ['impersonate', 'users'],
    ['impersonate', 'serviceaccounts'],
    ['create', 'serviceaccounts/token'],
    ['delete', 'networkpolicies.networking.k8s.io'],
    ['delete', 'resourcequotas'],
  ])('may not %s %s outside the environments', async (verb, resource) => {
    expect(await mayDo(berth(), verb, resource, cluster.nameNamespace('foreign'))).toBe('no');
  });

  test.each([
    ['the definitions of resources', 'customresourcedefinitions.apiextensions.k8s.io'],
    ['its own policies', 'validatingadmissionpolicies.admissionregistration.k8s.io'],
    ['its own rights', 'clusterroles.rbac.authorization.k8s.io'],
  ])('may not change %s', async (_, resource) => {
    for (const verb of ['create', 'patch', 'delete']) expect(await mayDo(berth(), verb, resource)).toBe('no');
  });

  test.each<[string, (foreign: string) => readonly string[]]>([
    ['delete a namespace', (foreign) => ['delete', 'namespace', foreign]],
    [
      'take a namespace for its own',
      (foreign) => ['label', 'namespace', foreign, 'berth.dev/environment=x', 'app.kubernetes.io/managed-by=berth'],
    ],
    ['make a namespace without its marks', () => ['create', 'namespace', 'not-of-an-environment']],
    [
      'give its roles away',
      (foreign) => [
        'create',
        'rolebinding',
        'x',
        `--clusterrole=${chart.installation.name}-deployer`,
        '--serviceaccount=default:default',
        '-n',
        foreign,
      ],
    ],
    ['limit', (foreign) => ['create', 'quota', 'x', '--hard=pods=0', '-n', foreign]],
    ['make an account', (foreign) => ['create', 'serviceaccount', 'berth-deployer', '-n', foreign]],
  ])('is not let %s that is not of an environment, although its role says so', async (_, args) => {
    const command = args(cluster.nameNamespace('foreign'));

    const refusal = await refused(cluster.kubectl(...command, berth()));

    expect(refusal).toMatch(
      /ValidatingAdmissionPolicy '[a-z-]+' with binding .* denied request: .*(is|be) (not )?one of an environment/,
    );
  });

  test('may bind only the roles of environments', async () => {
    const binding = [
      'create',
      'rolebinding',
      'x',
      '--serviceaccount=default:default',
      '-n',
      await ensureHome(),
      berth(),
    ];

    const refusal = await refused(cluster.kubectl(...binding, '--clusterrole=admin'));

    expect(refusal).toContain('attempting to grant RBAC permissions not currently held');
  });

  test('gets no token of a deployer outside the environments', async () => {
    const foreign = cluster.nameNamespace('foreign');
    await cluster.kubectl('create', 'serviceaccount', 'berth-deployer', '-n', foreign);

    const refusal = await refused(cluster.kubectl('create', 'token', 'berth-deployer', '-n', foreign, berth()));

    expect(refusal).toContain('is not one of an environment');
  });

  test('cannot make the namespace of one environment that of another', async () => {
    const home = await ensureHome();

    const relabel = cluster.kubectl(
      'label',
      '--overwrite',
      'namespace',
      home,
      'berth.dev/environment=env-other',
      berth(),
    );

    expect(await refused(relabel)).toContain('is one of another environment');
  });
});

function mayDo(who: string, verb: string, resource: string, namespace?: string): Promise<string> {
  const [name = '', subresource] = resource.split('/');
  const what = subresource === undefined ? [name] : [name, `--subresource=${subresource}`];
  const where = namespace === undefined ? [] : ['-n', namespace];
  return cluster.kubectl('auth', 'can-i', verb, ...what, ...where, who).catch((error: unknown) => {
    const { stdout } = error as { stdout?: string };
    if (stdout === undefined) throw error;
    return stdout;
  });
}

/** What everybody who is known may do says nothing about these two. */
const everybodys = /selfsubject|^\s|NonResource|\[\/|^Resources/;

function toTable(rights: string): string {
  const rows = rights.split('\n').filter((line) => !everybodys.test(line) && line.trim() !== '');
  const own = rows.map((row) => row.replaceAll(/\s{2,}/g, '  ').replaceAll(chart.installation.name, 'berth'));
  return `${own.toSorted().join('\n')}\n`;
}
