import { expect, test } from 'vitest';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { useBerth } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { untilGone, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web', 'busybox');
const berth = useBerth(cluster, useBerthChart(cluster, 'own'));

/** More objects, and a hook behind them that fails: Helm has made them by then, and forgets them with the next revision. */
const failing = `
apiVersion: v1
kind: Service
metadata: { name: extra }
spec: { selector: { app: extra }, ports: [{ port: 80 }] }
---
apiVersion: batch/v1
kind: Job
metadata:
  name: check
  annotations: { helm.sh/hook: post-upgrade }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: check
          image: ${registryHost}/berth/busybox:1.35
          command: [sh, -c, 'echo the extra does not answer; exit 1']
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;

test('what a revision that failed had made is gone once another is deployed', async () => {
  const stage = await berth.start();
  const pullRequest = await stage.openPullRequest();
  const namespace = stage.nameNamespace(pullRequest);
  const push = (message: string, text: string) =>
    stage.github.actions.commit(stage.repository, {
      ...{ author: stage.ada, branch: pullRequest.head.ref, message },
      changes: { 'charts/store/templates/extra.yaml': text },
    });
  const listServices = () => cluster.kubectl('get', 'services', '-n', namespace, '-o', 'name');
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  await untilLive(stage, pullRequest);
  const before = await listServices();

  await push('Add what fails', failing);
  await until('the failure to be told', 60_000, () => {
    const comment = pullRequest.comments.at(-1)?.body ?? '';
    return comment.includes('### ✕') ? '' : comment;
  });
  expect(await listServices()).toContain('service/extra');
  expect(pullRequest.comments.at(-1)?.body).toContain('the extra does not answer');

  await push('Take it out', '');
  await untilLive(stage, pullRequest);
  await until('the extra to be gone', 30_000, async () =>
    (await listServices()) === before ? '' : await listServices(),
  );
  stage.github.actions.removeLabel(pullRequest, stage.ada, 'preview');
  await untilGone(stage, pullRequest);
}, 200_000);
