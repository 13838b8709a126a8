import { AppsV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { findEnvironment, untilGone, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const group = 'custom-resources.berth-tests.example.com';
const cluster = useCluster('web');
const customResources = [{ apiGroups: [group], resources: ['databases', 'queues'] }];
const berth = useBerth(cluster, useBerthChart(cluster, 'own', customResources));
const withoutCustom = useBerth(cluster, useBerthChart(cluster, 'own-bare'));
const soonMs = 30_000;
const slow = { timeout: 240_000 };

/** One whose objects get conditions, and one whose objects say in a way of their own how they are. */
const definitions = {
  databases: define('Database', {
    observedGeneration: { type: 'integer' },
    conditions: { type: 'array', items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  }),
  queues: define('Queue', { phase: { type: 'string' } }),
};

function define(kind: string, status: object): object {
  const plural = `${kind.toLowerCase()}s`;
  const properties = {
    spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    status: { type: 'object', properties: status },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: 'object', properties } },
        },
      ],
    },
  };
}

const removeDefinitions = () =>
  cluster.kubectl('delete', 'crd', '--ignore-not-found', `databases.${group}`, `queues.${group}`);

beforeAll(async () => {
  await removeDefinitions();
  await cluster.apply('default', JSON.stringify(definitions.databases));
});
afterAll(removeDefinitions);

const manifest = `
version: 1
services:
  web:
    url: http://<< service.host >>:21080
    ready: /healthz
    releases:
      data:
        chart: ./charts/data
        readyWhen:
          - apiVersion: ${group}/v1
            kind: Queue
            current: status.phase == "Ready" && metadata.name == self.metadata.name
            failed: has(status.phase) && status.phase == "Broken"
      web:
        chart: berth/app
        dependencies: [{ name: data }]
        values:
          image: { repository: localhost:21500/berth/web, tag: '1' }
          args: [serve]
          host: << service.host >>
          probes: { path: /healthz }
          env: { WEB_SHOW_ENV: COMMIT, COMMIT: << pr.sha >> }
`;
const files = {
  '.berth.yaml': manifest,
  'charts/data/Chart.yaml': 'apiVersion: v2\nname: data\nversion: 0.1.0\n',
  'charts/data/templates/all.yaml': ['Database', 'Queue'].map((kind) => JSON.stringify(render(kind))).join('\n---\n'),
};

function render(kind: string): object {
  return { apiVersion: `${group}/v1`, kind, metadata: { name: 'main' }, spec: { size: 1 } };
}

test(
  'a release with custom resources is ready when they say so, or when the rule of the manifest holds',
  slow,
  async () => {
    const stage = await berth.start({ files });
    const { github, ada } = stage;
    const pullRequest = await stage.openPullRequest();
    const namespace = stage.nameNamespace(pullRequest);
    const tell = (object: string, status: object) =>
      cluster.kubectl(
        'patch',
        object,
        '-n',
        namespace,
        '--subresource=status',
        '--type=merge',
        '-p',
        JSON.stringify({ status }),
      );
    const condition = (status: string, message: string) => ({ type: 'Ready', status, reason: 'Told', message });

    github.actions.addLabel(pullRequest, ada, 'preview');
    // A definition that comes later than berth, and than what needs it.
    await untilData(stage, pullRequest, /of a kind that the cluster does not know/);
    await cluster.apply('default', JSON.stringify(definitions.queues));

    await untilData(stage, pullRequest, /Database\/main: it has no condition Ready yet.*Queue\/main: no answer yet/);
    await tell(`databases.${group}/main`, {
      observedGeneration: 1,
      conditions: [condition('False', 'one of two is up')],
    });
    await untilData(stage, pullRequest, /Database\/main: Ready is False: Told: one of two is up/);
    await tell(`databases.${group}/main`, { observedGeneration: 1, conditions: [condition('True', 'all is up')] });
    await untilData(stage, pullRequest, /^Queue\/main: no answer yet/);
    await tell(`queues.${group}/main`, { phase: 'Starting' });
    await untilData(stage, pullRequest, /^Queue\/main: not yet/);
    expect(await countDeployments(namespace)).toBe(0);

    await tell(`queues.${group}/main`, { phase: 'Ready' });
    await untilLive(stage, pullRequest);
    await tell(`queues.${group}/main`, { phase: 'Broken' });
    await untilData(stage, pullRequest, /Queue\/main.* says that it has failed/);
    await tell(`queues.${group}/main`, { phase: 'Ready' });
    await untilLive(stage, pullRequest);

    github.actions.removeLabel(pullRequest, ada, 'preview');
    await untilGone(stage, pullRequest);
  },
);

test('where the operator has not named a kind, a release that holds it says so', slow, async () => {
  const template = { 'charts/data/templates/all.yaml': JSON.stringify(render('Database')) };
  const stage = await withoutCustom.start({ files: { ...files, ...template } });
  const pullRequest = await stage.openPullRequest();

  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');

  await untilData(
    stage,
    pullRequest,
    new RegExp(`^\`databases\\.${group}\` is of a kind .* under \`customResources\``),
  );
  stage.github.actions.removeLabel(pullRequest, stage.ada, 'preview');
  await untilGone(stage, pullRequest);
});

async function untilData(stage: Stage, pullRequest: PullRequest, wanted: RegExp): Promise<void> {
  await until(`"data" to say ${String(wanted)}`, soonMs, async () => {
    const environment = await findEnvironment(stage, pullRequest);
    const data = environment?.status.releases.find(({ id }) => id === 'web/data');
    return wanted.test(data?.message ?? '') ? '' : JSON.stringify(data ?? environment?.status ?? 'no environment');
  });
}

async function countDeployments(namespace: string): Promise<number> {
  return (await cluster.config.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace })).items.length;
}
