import { join } from 'node:path';
import { expect, test } from 'vitest';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { useCluster } from '../helpers/cluster.ts';
import { requestThroughGateway } from '../../sandbox/gateway/request-through-gateway.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const cluster = useCluster('web');
const chart = join(repositoryRoot, 'charts/app');
const host = 'echo-chart.localhost';
const shown = 'PLAIN,LARGE,DOLLARS,FROM_SECRET,FROM_MAP,TOKEN,SHARED';
const service = { image: { repository: `${registryHost}/berth/web`, tag: '1' }, host, probes: { path: '/healthz' } };

const objects = [
  { kind: 'Secret', metadata: { name: 'login' }, stringData: { password: 'p@ss $(HOME)' } },
  { kind: 'ConfigMap', metadata: { name: 'harbour' }, data: { region: 'north' } },
  { kind: 'ConfigMap', metadata: { name: 'shared' }, data: { SHARED: 'all of it' } },
];

test('an app gets every kind of environment variable as it was written, and new pods when only a secret value changed', async () => {
  const namespace = await cluster.createNamespace('echo');
  await cluster.kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');
  const list = { apiVersion: 'v1', kind: 'List', items: objects.map((object) => ({ apiVersion: 'v1', ...object })) };
  await cluster.apply(namespace, JSON.stringify(list));
  const env = {
    WEB_SHOW_ENV: shown,
    PLAIN: 'two\nlines: "{{ .Values }}"',
    LARGE: 10_000_000,
    DOLLARS: '$(PLAIN) $$(PLAIN) $1$',
    FROM_SECRET: { secretKeyRef: { name: 'login', key: 'password' } },
    FROM_MAP: { configMapKeyRef: { name: 'harbour', key: 'region' } },
  };
  const values = { ...service, env, envFrom: [{ configMapRef: { name: 'shared' } }] };

  await upgrade(namespace, { ...values, secretEnv: { TOKEN: 'first $(PLAIN)' } });
  const before = await askEnvironment();
  await upgrade(namespace, { ...values, secretEnv: { TOKEN: 'second' } });

  expect(before).toEqual({
    PLAIN: 'two\nlines: "{{ .Values }}"',
    LARGE: '10000000',
    DOLLARS: '$(PLAIN) $$(PLAIN) $1$',
    FROM_SECRET: 'p@ss $(HOME)',
    FROM_MAP: 'north',
    TOKEN: 'first $(PLAIN)',
    SHARED: 'all of it',
  });
  await expect.poll(askEnvironment).toEqual({ ...before, TOKEN: 'second' });
});

async function upgrade(namespace: string, values: object): Promise<void> {
  const set = Object.entries(values).map(([key, value]) => `--set-json=${key}=${JSON.stringify(value)}`);
  await cluster.helm('upgrade', '--install', 'echo', chart, '-n', namespace, ...set, '--wait', '--timeout=60s');
}

async function askEnvironment(): Promise<Record<string, string>> {
  const { status, body } = await requestThroughGateway(cluster.gatewayUrl, host);
  expect({ status, body }).toMatchObject({ status: 200 });
  return (JSON.parse(body) as { env: Record<string, string> }).env;
}
