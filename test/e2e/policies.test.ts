import { join } from 'node:path';
import { ExecaError } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { apiServerUrl } from '../../sandbox/cluster/addresses.ts';
import { isWrite, markAuditLog, readAuditLog } from '../helpers/audit-log.ts';
import { useCluster } from '../helpers/cluster.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const cluster = useCluster();
const policies = join(repositoryRoot, 'test/fixtures/objects/policies.yaml');

afterAll(() => cluster.kubectl('delete', '--ignore-not-found', '-f', policies));

test('RBAC holds a service account to its namespace, and the audit log tells who tried what', async () => {
  const [home, other] = [await cluster.createNamespace('home'), await cluster.createNamespace('other')];
  await cluster.kubectl('create', 'serviceaccount', 'deployer', '-n', home);
  await cluster.kubectl(
    'create',
    'rolebinding',
    'deployer',
    '--clusterrole=edit',
    `--serviceaccount=${home}:deployer`,
    '-n',
    home,
  );
  const token = await cluster.kubectl('create', 'token', 'deployer', '-n', home, '--duration=10m');
  const mark = await markAuditLog(cluster.paths.auditLog);
  const createConfigMap = (namespace: string) =>
    asDeployer(token, 'create', 'configmap', 'note', '--from-literal=a=b', '-n', namespace);

  await createConfigMap(home);
  const refusal = await refused(createConfigMap(other));

  expect(refusal).toContain('is forbidden');
  const user = `system:serviceaccount:${home}:deployer`;
  await expect
    .poll(async () =>
      (await readAuditLog(mark))
        .filter((event) => event.user.username === user && event.verb === 'create')
        .map(describeEvent),
    )
    .toEqual([
      [home, 'configmaps', 201, true],
      [other, 'configmaps', 403, false],
    ]);
});

test('Pod Security refuses a privileged pod', async () => {
  const namespace = await cluster.createNamespace('restricted');
  await cluster.kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');

  const refusal = await refused(
    cluster.kubectl('run', 'root', '--image=localhost:21500/berth/web:1', '--privileged', '-n', namespace),
  );

  expect(refusal).toContain('violates PodSecurity "restricted:latest"');
});

test('a quota refuses what is over it', async () => {
  const namespace = await cluster.createNamespace('quota');
  const read = (...what: readonly string[]) => cluster.kubectl('get', ...what, '-n', namespace);
  // The first of the two. One that is made in the moment of the quota is counted only minutes later.
  await expect.poll(() => read('configmaps', '-o', 'name'), { timeout: 20_000 }).toContain('kube-root-ca.crt');
  await cluster.kubectl('create', 'quota', 'small', '--hard=configmaps=2', '-n', namespace);
  const used = 'jsonpath={.status.used.configmaps}';
  await expect.poll(() => read('quota', 'small', '-o', used), { timeout: 20_000 }).toBe('1');
  await cluster.kubectl('create', 'configmap', 'second', '-n', namespace);

  const refusal = await refused(cluster.kubectl('create', 'configmap', 'third', '-n', namespace));

  expect(refusal).toContain('exceeded quota: small');
});

test('an admission policy refuses what its expression forbids', async () => {
  const namespace = await cluster.createNamespace('admission');
  await cluster.kubectl('apply', '-f', policies);
  await cluster.kubectl('label', 'namespace', namespace, 'berth-test=no-node-ports');
  let ports = 8_000;
  const createNodePort = () =>
    cluster.kubectl('create', 'service', 'nodeport', `open-${(ports += 1)}`, '--tcp=80', '-n', namespace);

  // The API server takes a moment to compile a new policy.
  await expect.poll(() => refused(createNodePort()), { timeout: 20_000 }).toContain('node ports are not for previews');
});

// Not with the sandbox's kubeconfig: its client certificate would win over the token.
function asDeployer(token: string, ...args: readonly string[]): Promise<string> {
  const authority = join(cluster.paths.certificates, 'ca.crt');
  const server = ['--kubeconfig=/dev/null', `--server=${apiServerUrl}`, `--certificate-authority=${authority}`];
  return cluster.kubectl(...server, `--token=${token}`, ...args);
}

/** Resolves to what the command said against it; to nothing when it did what it was asked. */
async function refused(command: Promise<string>): Promise<string> {
  try {
    await command;
    return '';
  } catch (error) {
    if (error instanceof ExecaError) return String(error.stderr);
    throw error;
  }
}

type Event = Awaited<ReturnType<typeof readAuditLog>>[number];

function describeEvent(event: Event): readonly unknown[] {
  return [event.objectRef?.namespace, event.objectRef?.resource, event.responseStatus?.code, isWrite(event)];
}
