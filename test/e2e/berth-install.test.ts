import { join } from 'node:path';
import { CustomObjectsApi, loadAllYaml, type KubernetesObject, type V1Deployment } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import { installChart } from '../../sandbox/berth/install-chart.ts';
import { removeChart } from '../../sandbox/berth/remove-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { refused } from '../helpers/refused.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const cluster = useCluster();
const chart = join(repositoryRoot, 'deploy/berth');

test('Helm installs the chart, upgrades it and takes it away again', async () => {
  const namespace = await cluster.createNamespace('install');
  const release = cluster.nameNamespace('berth');
  const values = ['--set', 'app.enabled=false'];
  await cluster.helm('install', release, chart, '-n', namespace, ...values);
  const installed = await listMade(release);
  await cluster.helm('upgrade', release, chart, '-n', namespace, ...values, '--set', 'sharedSecrets={a}');
  await cluster.helm('uninstall', release, '-n', namespace);

  expect(installed.length).toBeGreaterThan(15);
  expect(await listMade(release)).toEqual([]);
  expect(await cluster.kubectl('get', 'crd', 'environments.berth.dev', '-o', 'name')).toContain('environments');
});

test('the sandbox installs it several times at once, with rights in one namespace, and takes it away', async () => {
  const namespace = await cluster.createNamespace('sandbox');
  const release = cluster.nameNamespace('sandbox-berth');
  const helm = join(await determineComponentsFolder(cluster.paths.cache), 'helm');
  const installation = { config: cluster.config, helm, release, namespace };

  const [account] = await Promise.all([1, 2, 3].map(() => installChart(installation)));
  const list = async (where: string): Promise<unknown> =>
    account?.makeApiClient(CustomObjectsApi).listNamespacedCustomObject({ ...environments, namespace: where });
  const own = await list(namespace);
  const others = list('default');

  expect(own).toMatchObject({ kind: 'EnvironmentList', items: [] });
  await expect(others).rejects.toMatchObject({ code: 403 });
  await removeChart(installation);
  expect(await listMade(release)).toEqual([]);
});

const environments = { group: 'berth.dev', version: 'v1alpha1', plural: 'environments' };

async function listMade(release: string): Promise<readonly string[]> {
  const names = await cluster.kubectl('get', kinds, '-l', `app.kubernetes.io/instance=${release}`, '-o', 'name');
  return names.split('\n').filter((name) => name !== '');
}

const kinds = [
  'clusterroles',
  'clusterrolebindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
].join(',');

test('the pod of berth may run where the strictest Pod Security level is enforced', async () => {
  const namespace = await cluster.createNamespace('restricted');
  await cluster.kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');
  await cluster.kubectl('create', 'serviceaccount', 'berth', '-n', namespace);
  const rendered = await cluster.helm('template', 'berth', chart, '-n', namespace, '--kube-version', '1.36.0');
  const objects = (loadAllYaml(rendered) as (KubernetesObject | null)[]).filter((object) => object !== null);
  const deployment = objects.find(({ kind }) => kind === 'Deployment') as V1Deployment;
  const { spec } = deployment.spec?.template ?? {};

  const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'berth' }, spec });

  expect(await refused(cluster.apply(namespace, pod))).toBe('');
});
