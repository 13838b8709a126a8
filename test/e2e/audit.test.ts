import { expect, test } from 'vitest';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { isWrite, markAuditLog, readAuditLog, type AuditEvent } from '../helpers/audit-log.ts';
import { useBerth } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { untilGone, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web');
const chart = useBerthChart(cluster, 'own');
const berth = useBerth(cluster, chart);

test('in a whole life the deployer writes in its namespace alone, and berth deletes and reads only what is of environments', async () => {
  const stage = await berth.start();
  const { github, ada } = stage;
  const pullRequest = await stage.openPullRequest();
  const namespace = stage.nameNamespace(pullRequest);
  const mark = await markAuditLog(cluster.paths.auditLog);

  github.actions.addLabel(pullRequest, ada, 'preview');
  await untilLive(stage, pullRequest);
  await stage.push(pullRequest);
  await untilLive(stage, pullRequest);
  github.actions.removeLabel(pullRequest, ada, 'preview');
  await untilGone(stage, pullRequest);

  const events = await readAuditLog(mark);
  const byDeployer = events.filter(({ user }) => user.username === nameDeployer(namespace)).filter(isWrite);
  expect(listPlaces(byDeployer)).toEqual([namespace]);
  expect(byDeployer.map(describe)).toContain(`patch deployments in ${namespace}`);
  const byBerth = events.filter(({ user }) => user.username === nameBerth());
  const deleted = byBerth.filter((event) => isWrite(event) && event.verb.startsWith('delete'));
  expect(deleted.filter(({ objectRef }) => objectRef?.resource === 'namespaces').map(nameOf)).toEqual([namespace]);
  const secrets = byBerth.filter(
    ({ objectRef, responseStatus }) => objectRef?.resource === 'secrets' && responseStatus?.code === 200,
  );
  expect(listPlaces(secrets).filter((place) => ![namespace, stage.berthNamespace].includes(place))).toEqual([]);
  expect(byBerth.filter(isWrite).map(describe)).not.toContain(`patch deployments in ${namespace}`);
});

const hostile: Readonly<Record<string, string>> = {
  'a-cluster-role': `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: t-audit-grab }
rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]`,
  'another-namespace': `
apiVersion: v1
kind: ConfigMap
metadata: { name: t-audit-grab, namespace: kube-system }
data: { a: b }`,
  'more-rights': `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: t-audit-grab }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: berth-deployer }]`,
  'a-privileged-pod': `
apiVersion: v1
kind: Pod
metadata: { name: t-audit-grab }
spec:
  containers:
    - name: grab
      image: localhost:21500/berth/web:1
      securityContext: { privileged: true }`,
};

test('a chart that asks for more than an environment may is refused, named in the comment, and nothing of it is there', async () => {
  const stage = await berth.start({ files: buildHostileRepository() });
  const { github, ada } = stage;
  const pullRequest = await stage.openPullRequest();
  const mark = await markAuditLog(cluster.paths.auditLog);

  github.actions.addLabel(pullRequest, ada, 'preview');
  await untilRefused(pullRequest);

  const { body = '' } = pullRequest.comments[0] ?? {};
  expect(Object.keys(hostile).filter((name) => !body.includes(`\`web/${name}\``))).toEqual([]);
  expect(body).toMatch(/asks for something that an environment may not do|does not admit/);
  const granted = (await readAuditLog(mark)).filter(isWrite).filter((event) => nameOf(event) === 't-audit-grab');
  expect(granted.map(describe)).toEqual([]);
});

function buildHostileRepository(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const releases: string[] = [];
  for (const [name, template] of Object.entries(hostile)) {
    files[`charts/${name}/Chart.yaml`] = `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`;
    files[`charts/${name}/templates/grab.yaml`] = template;
    releases.push(`      ${name}: { chart: ./charts/${name} }`);
  }
  files['.berth.yaml'] = ['version: 1', 'services:', '  web:', '    releases:', ...releases, ''].join('\n');
  return files;
}

function untilRefused(pullRequest: PullRequest): Promise<number> {
  return until('every release to be refused', 45_000, () => {
    const body = pullRequest.comments[0]?.body ?? 'there is no comment';
    return body.match(/\| ✕ failed \|/g)?.length === Object.keys(hostile).length ? '' : body;
  });
}

function nameDeployer(namespace: string): string {
  return `system:serviceaccount:${namespace}:berth-deployer`;
}

function nameBerth(): string {
  return `system:serviceaccount:${chart.installation.namespace}:${chart.installation.name}`;
}

function listPlaces(events: readonly AuditEvent[]): readonly string[] {
  return [...new Set(events.map(({ objectRef }) => objectRef?.namespace ?? 'the whole cluster'))];
}

function nameOf({ objectRef }: AuditEvent): string {
  return objectRef?.name ?? '';
}

function describe({ verb, objectRef }: AuditEvent): string {
  return `${verb} ${objectRef?.resource ?? ''} in ${objectRef?.namespace ?? 'the whole cluster'}`;
}
