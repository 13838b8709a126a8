import { test } from 'vitest';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { useBerth } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { findEnvironment, untilGone } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web');
const berth = useBerth(cluster, useBerthChart(cluster, 'own'));

/** Makes a Deployment of that name whatever the release is called; its selector, which nothing can change, names the chart. */
const workload = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: thing }
spec:
  selector: { matchLabels: { chart: {{ .Chart.Name }} } }
  template:
    metadata: { labels: { chart: {{ .Chart.Name }} } }
    spec:
      terminationGracePeriodSeconds: 1
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: web
          image: ${registryHost}/berth/web:1
          args: [serve]
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;
const renderManifest = (release: string, chart: string) =>
  `version: 1\nservices: { shop: { releases: { ${release}: { chart: ./charts/${chart} } } } }\n`;

test('a release goes on with another chart, and under another name, though their objects are called the same', async () => {
  const stage = await berth.start();
  const pullRequest = await stage.openPullRequest();
  const namespace = stage.nameNamespace(pullRequest);
  const push = (message: string, changes: Readonly<Record<string, string>>) =>
    stage.github.actions.commit(stage.repository, {
      ...{ author: stage.ada, branch: pullRequest.head.ref, message, changes },
    });
  const describe = async () => {
    const chart = ['get', 'deployment', 'thing', '-o', 'jsonpath={.spec.selector.matchLabels.chart}'];
    const releases = await cluster.helm('list', '-n', namespace, '--short');
    return `${releases.trim().split('\n').join(' ')} ${await cluster.kubectl('-n', namespace, ...chart).catch(String)}`;
  };
  const untilLive = (wanted: string) =>
    until(wanted, 60_000, async () => {
      const { phase, commit } = (await findEnvironment(stage, pullRequest))?.status ?? {};
      const seen = `${await describe()} ${phase ?? ''}`;
      return seen === `${wanted} Live` && commit === pullRequest.head.sha ? '' : seen;
    });

  await push('Begin with one', {
    ...{ '.berth.yaml': renderManifest('first', 'one') },
    ...{ 'charts/one/Chart.yaml': 'apiVersion: v2\nname: one\nversion: 0.1.0\n' },
    ...{ 'charts/one/templates/thing.yaml': workload },
    ...{ 'charts/two/Chart.yaml': 'apiVersion: v2\nname: two\nversion: 0.1.0\n' },
    ...{ 'charts/two/templates/thing.yaml': workload },
  });
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  await untilLive('first one');

  await push('Take the other chart', { '.berth.yaml': renderManifest('first', 'two') });
  await untilLive('first two');

  await push('Call it otherwise', { '.berth.yaml': renderManifest('second', 'two') });
  await untilLive('second two');

  stage.github.actions.removeLabel(pullRequest, stage.ada, 'preview');
  await untilGone(stage, pullRequest);
}, 240_000);
