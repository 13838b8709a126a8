import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useHelm } from '../helpers/helm.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const helm = useHelm();
const chart = join(repositoryRoot, 'deploy/berth');
const goldenFolder = join(repositoryRoot, 'test/fixtures/deploy');

const everything = {
  image: { repository: 'registry.test/berth', digest: `sha256:${'0'.repeat(64)}`, pullPolicy: 'Always' },
  imagePullSecrets: ['registry'],
  settings: { APP_ID: 123_456_789, PUBLIC_URL: 'https://berth.test', LOG_LEVEL: 'debug' },
  existingSecret: 'keys',
  profiles: { base: 'services: all\n', preview: 'extends: base\nlabel: preview\n' },
  sharedSecrets: ['registry-pull'],
  customResources: [{ apiGroups: ['postgresql.cnpg.io'], resources: ['clusters', 'databases'] }],
  service: { port: 8080 },
  ingress: {
    enabled: true,
    className: 'nginx',
    host: 'berth.test',
    tlsSecret: 'berth-tls',
    annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
  },
  resources: { limits: { memory: '2Gi' } },
  workSize: '4Gi',
  drainSeconds: 40,
  nodeSelector: { pool: 'system' },
  tolerations: [{ key: 'system', operator: 'Exists' }],
  networkPolicy: { egressPorts: [443] },
  policies: { ingressAnnotations: ['example.com/*'] },
};

// What is installed changes only where a reader of the diff can see it; `vitest --update` writes it anew.
test.each([
  ['default', {}],
  ['everything', everything],
])('the chart renders what was agreed on with the values %s', async (name, values) => {
  const { stdout, stderr } = await template(values);

  expect(stderr).toBe('');
  await expect(stdout).toMatchFileSnapshot(join(goldenFolder, `${name}.yaml`));
});

test('the chart has nothing that a linter would say', async () => {
  const { failed, stdout } = await helm(['lint', '--strict', chart]);

  expect(failed, stdout).toBe(false);
  expect(stdout).not.toMatch(/^\[(WARNING|ERROR)\]/m);
});

test('a value that is not written right is named', async () => {
  const { failed, stderr } = await template({ ingres: { enabled: true } });

  expect(failed).toBe(true);
  expect(stderr).toContain("additional properties 'ingres' not allowed");
});

test('the command with which the README installs berth is one that the chart takes', async () => {
  const readme = readFileSync(join(repositoryRoot, 'README.md'), 'utf8').replaceAll(/\\\n\s*/g, '');
  const args = /^ *helm install (.*)$/m.exec(readme)?.[1]?.split(/\s+/) ?? [];
  const { failed, stdout, stderr } = await helm(['template', ...args, '--kube-version', '1.36.0']);

  expect(failed, stderr).toBe(false);
  expect(stdout).toContain('image: registry.example.com/berth:0.1.0');
});

function template(values: object) {
  const options = ['--namespace', 'harbour', '--kube-version', '1.36.0', '--values', '-'];
  return helm(['template', 'berth', chart, ...options], JSON.stringify(values));
}
