import { join } from 'node:path';
import {
  loadAllYaml,
  type KubernetesObject,
  type V1ClusterRole,
  type V1Deployment,
  type V1NetworkPolicy,
  type V1ValidatingAdmissionPolicy,
} from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { Variables } from '../../src/settings/variables.ts';
import { useHelm } from '../helpers/helm.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const helm = useHelm();
const chart = join(repositoryRoot, 'deploy/berth');
const settings = { APP_ID: 123_456_789, PUBLIC_URL: 'https://berth.test', SWEEP_INTERVAL_SECONDS: 60 };

test('berth runs once, without rights on its node, and with time to end what is under way', async () => {
  const { spec } = find(await render({ settings, drainSeconds: 40 }), 'Deployment') as V1Deployment;

  const pod = spec?.template.spec;
  expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(pod?.terminationGracePeriodSeconds).toBe(50);
  expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(pod?.containers[0]?.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('several of berth are spread over nodes, and are moved and updated one at a time', async () => {
  const objects = await render({ settings, replicas: 3 });

  const { spec } = find(objects, 'Deployment') as V1Deployment;
  const selector = { matchLabels: spec?.selector.matchLabels };
  expect(spec).toMatchObject({
    replicas: 3,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  });
  expect(spec?.template.spec?.topologySpreadConstraints).toMatchObject([
    { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: selector },
  ]);
  expect(find(objects, 'PodDisruptionBudget')).toMatchObject({ spec: { maxUnavailable: 1, selector } });
});

test('every setting that the chart gives is one that berth reads', async () => {
  const container = readContainer(await render({ settings, profiles: { base: 'services: all' } }));

  const given = new Map(container?.env?.map(({ name, value }) => [name, value]));
  expect([...given.keys()].filter((name) => !(name in Variables.shape))).toEqual([]);
  expect(Object.fromEntries(given)).toMatchObject({
    APP_ID: '123456789',
    KUBE_NAMESPACE: 'harbour',
    KUBE_NAME: 'berth',
    ENVIRONMENTS_FOLDER: '/etc/berth/environments',
  });
  expect(Variables.partial().safeParse(Object.fromEntries(given)).error).toBeUndefined();
});

test('secrets come from a Secret, and are refused as settings', async () => {
  const container = readContainer(await render({ settings, existingSecret: 'keys' }));

  expect(container?.envFrom).toEqual([{ secretRef: { name: 'keys' } }]);
  for (const name of ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'WEBHOOK_SECRET_PREVIOUS']) {
    expect((await template({ settings: { [name]: 'x' } })).stderr).toContain(`invalid propertyName '${name}'`);
  }
});

test.each([
  ['an unknown value', { imgae: {} }],
  ['a setting that is not written as one', { settings: { appId: 1 } }],
  ['an Ingress without a host', { ingress: { enabled: true } }],
  ['a right to give rights', { customResources: [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'] }] }],
  ['a right to all of a group', { customResources: [{ apiGroups: ['example.com'], resources: ['*'] }] }],
  ['a right to every group', { customResources: [{ apiGroups: ['*'], resources: ['widgets'] }] }],
  ["a right to berth's own objects", { customResources: [{ apiGroups: ['berth.dev'], resources: ['environments'] }] }],
])('%s is refused', async (_, values) => {
  expect(await template(values)).toMatchObject({ failed: true });
});

test('without the app there is what berth needs, and nothing that runs', async () => {
  const kinds = new Set((await render({ app: { enabled: false } })).map(({ kind }) => kind));

  expect([...kinds].toSorted()).toEqual([
    'ClusterRole',
    'ClusterRoleBinding',
    'CustomResourceDefinition',
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'Role',
    'RoleBinding',
    'ServiceAccount',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ]);
});

test('every policy is bound, and denies', async () => {
  const objects = await render({ app: { enabled: false } });
  const named = (suffix: string) =>
    objects.filter(({ kind }) => kind?.endsWith(suffix)).map(({ metadata }) => metadata?.name);

  expect(named('AdmissionPolicyBinding').toSorted()).toEqual(named('AdmissionPolicy').toSorted());
  const bindings = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
  for (const binding of bindings) expect(binding).toMatchObject({ spec: { validationActions: ['Deny'] } });
});

/** What it may do everywhere, and in environments; what its own namespace lets it do is of no other. */
const ofBerth: readonly string[] = ['berth', 'berth-environment'];
const reading: readonly string[] = ['get', 'list', 'watch', 'bind'];
/** These are in no namespace, and have a policy of their own. */
const inNoNamespace: readonly string[] = ['namespaces'];

test('a policy looks at all that berth may write in any namespace, and at nothing that only others write', async () => {
  const objects = await render({ settings });

  const roles = objects.filter(
    ({ kind, metadata }) => kind === 'ClusterRole' && ofBerth.includes(metadata?.name ?? ''),
  );
  const policy = objects.find(
    ({ kind, metadata }) => kind === 'ValidatingAdmissionPolicy' && metadata?.name === 'berth-own-objects',
  );
  const written = roles
    .flatMap((role) => (role as V1ClusterRole).rules ?? [])
    .filter(({ verbs }) => verbs.some((verb) => !reading.includes(verb)))
    .flatMap(({ apiGroups, resources }) => toNames(apiGroups, resources));
  const rules = (policy as V1ValidatingAdmissionPolicy).spec?.matchConstraints?.resourceRules ?? [];
  const lookedAt = rules.flatMap(({ apiGroups, resources }) => toNames(apiGroups, resources));
  for (const { operations } of rules) expect(operations).toEqual(['CREATE', 'UPDATE', 'DELETE']);
  expect(written).toContain('rbac.authorization.k8s.io/rolebindings');
  expect(lookedAt.toSorted()).toEqual(written.filter((name) => !inNoNamespace.includes(name)).toSorted());
});

function toNames(groups: readonly string[] = [], resources: readonly string[] = []): readonly string[] {
  return groups.flatMap((group) => resources.map((resource) => (group === '' ? resource : `${group}/${resource}`)));
}

test('the network policy is about berth alone, and lets it out only where it has to go', async () => {
  const { spec } = find(await render({ settings }), 'NetworkPolicy') as V1NetworkPolicy;

  expect(spec?.podSelector?.matchLabels).toMatchObject({ 'app.kubernetes.io/name': 'berth' });
  expect(spec?.egress?.flatMap(({ ports }) => ports?.map(({ port }) => port))).toEqual([53, 80, 443, 6443, 53]);
});

test('two installations in a cluster share no name', async () => {
  const clusterWide = (objects: readonly KubernetesObject[]) =>
    objects.filter(({ kind, metadata }) => metadata?.namespace === undefined && kind !== 'CustomResourceDefinition');
  const [one, other] = [clusterWide(await render({})), clusterWide(await render({}, 'second'))];

  const names = [...one, ...other].map(({ kind, metadata }) => `${kind ?? ''}/${metadata?.name ?? ''}`);
  expect(one.length).toBeGreaterThan(10);
  expect(new Set(names).size).toBe(names.length);
});

function template(values: object, release = 'berth') {
  const options = ['--namespace', 'harbour', '--include-crds', '--kube-version', '1.36.0', '--values', '-'];
  return helm(['template', release, chart, ...options], JSON.stringify(values));
}

async function render(values: object, release?: string): Promise<readonly KubernetesObject[]> {
  const { failed, stdout, stderr } = await template(values, release);
  expect(failed, stderr).toBe(false);
  return (loadAllYaml(stdout) as (KubernetesObject | null)[]).filter((object) => object !== null);
}

function find(objects: readonly KubernetesObject[], kind: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`the chart renders no ${kind}`);
  return found;
}

function readContainer(objects: readonly KubernetesObject[]) {
  return (find(objects, 'Deployment') as V1Deployment).spec?.template.spec?.containers[0];
}
