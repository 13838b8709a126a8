import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { expect, test } from 'vitest';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { useCluster } from '../helpers/cluster.ts';
import { requestThroughGateway } from '../../sandbox/gateway/request-through-gateway.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const cluster = useCluster('web');
const chart = join(repositoryRoot, 'test/fixtures/charts/shelf');

test('a chart with Deployment, Service, Ingress and a volume claim becomes ready and answers under its own host name', async () => {
  const namespace = await cluster.createNamespace('shelf');
  await cluster.kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');

  await cluster.helm(
    'install',
    'shelf',
    chart,
    '-n',
    namespace,
    '--set',
    'host=shelf.localhost',
    '--wait',
    '--timeout',
    '60s',
  );

  const answer = await requestThroughGateway(cluster.gatewayUrl, 'shelf.localhost', '/books?page=2');
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({
    host: 'shelf.localhost',
    path: '/books',
    hostname: expect.stringMatching(/^shelf-/) as string,
    headers: { 'X-Forwarded-For': expect.stringContaining('127.0.0.1') as string },
  });
  expect(await cluster.kubectl('get', 'pvc', 'shelf', '-n', namespace, '-o', 'jsonpath={.status.phase}')).toBe('Bound');
  const address = 'jsonpath={.status.loadBalancer.ingress[0].ip}';
  expect(await cluster.kubectl('get', 'ingress', 'shelf', '-n', namespace, '-o', address)).toBe('127.0.0.1');
  await expect(echoThroughGateway('shelf.localhost', 'ahoy')).resolves.toBe('ahoy');
});

test('the gateway spreads requests over the ready pods, and says what is missing when it cannot serve', async () => {
  const namespace = await cluster.createNamespace('spread');
  await cluster.helm(
    'install',
    'spread',
    chart,
    '-n',
    namespace,
    '--set',
    'host=spread.localhost',
    '--wait',
    '--timeout',
    '60s',
  );

  const answers = await Promise.all(
    Array.from({ length: 8 }, () => requestThroughGateway(cluster.gatewayUrl, 'spread.localhost')),
  );
  const pods = new Set(answers.map(({ body }) => (JSON.parse(body) as { hostname: string }).hostname));
  expect(pods.size).toBe(2);

  await cluster.kubectl('scale', 'deployment/spread', '--replicas=0', '-n', namespace);
  await cluster.kubectl('wait', '--for=delete', 'pod', '-l', 'app=spread', '-n', namespace, '--timeout=30s');
  await expect
    .poll(() => requestThroughGateway(cluster.gatewayUrl, 'spread.localhost'))
    .toEqual({ status: 503, body: `no pod of Service ${namespace}/spread is ready\n` });
  await expect(requestThroughGateway(cluster.gatewayUrl, 'nobody.localhost')).resolves.toEqual({
    status: 404,
    body: 'no Ingress of the cluster is for nobody.localhost/\n',
  });
});

test('the registry keeps OCI charts beside images: pushed, and installed from there', async () => {
  const namespace = await cluster.createNamespace('oci');
  const folder = await mkdtemp(join(tmpdir(), 'berth-'));
  try {
    await cluster.helm('package', chart, '--destination', folder);
    await cluster.helm('push', join(folder, 'shelf-0.1.0.tgz'), `oci://${registryHost}/test-charts`, '--plain-http');

    const source = [`oci://${registryHost}/test-charts/shelf`, '--version', '0.1.0', '--plain-http'];
    await cluster.helm(
      'install',
      'oci',
      ...source,
      '-n',
      namespace,
      '--set',
      'host=oci.localhost',
      '--wait',
      '--timeout',
      '60s',
    );

    expect((await requestThroughGateway(cluster.gatewayUrl, 'oci.localhost')).status).toBe(200);
  } finally {
    await rm(folder, { recursive: true });
  }
});

function echoThroughGateway(host: string, message: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${cluster.gatewayUrl.replace('http', 'ws')}/ws`, { headers: { host } });
    socket.once('open', () => socket.send(message));
    socket.once('message', (data: Buffer) => {
      socket.close();
      socket.once('close', () => resolve(data.toString()));
    });
    socket.once('error', reject);
  });
}
