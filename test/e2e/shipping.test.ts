import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureBerthImage, type BerthImage } from '../../sandbox/berth/ensure-berth-image.ts';
import { addresses, registryHost } from '../../sandbox/cluster/addresses.ts';
import { forgetEnvironments } from '../../sandbox/demo/remove-environments.ts';
import { requestThroughGateway } from '../../sandbox/gateway/request-through-gateway.ts';
import type { GitHub } from '../../sandbox/github/github.ts';
import { currentState } from '../../sandbox/github/state/deployment.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { useCluster } from '../helpers/cluster.ts';
import { addSample, startGitHub } from '../helpers/github.ts';
import { startRelay } from '../helpers/relay.ts';
import { until } from '../helpers/until.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const cluster = useCluster('web');
const release = cluster.nameNamespace('berth');
const host = `${release}.preview.localhost`;
const webhookSecret = randomBytes(32).toString('hex');
let image: BerthImage;

beforeAll(async () => {
  image = await ensureBerthImage({ registry: registryHost, cacheDir: cluster.paths.images });
});

const manifest = `version: 1
services:
  web:
    url: http://<< service.host >>:${addresses.ports.gateway}
    ready: /healthz
    releases:
      web:
        chart: berth/app
        values:
          image: { repository: ${registryHost}/berth/web, tag: '1' }
          args: [serve]
          host: << service.host >>
          probes: { path: /healthz }
          env: { WEB_SHOW_ENV: COMMIT, COMMIT: << pr.sha >> }
`;

test('berth works as a pod from its own image and chart, without root, and ends when it is told to', async () => {
  const namespace = await cluster.createNamespace('berth');
  await cluster.kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');
  const github = await startGitHub({ host: addresses.bridgeAddress, webhookSecret });
  const pullRequest = await openPullRequest(github);
  onTestFinished(() => forgetEnvironments({ config: cluster.config, namespace }));
  await installBerth(namespace, github);

  // The label's way.
  const { actions, state } = github;
  const [ada] = [...state.accounts.values()].filter(({ login }) => login === 'ada');
  if (ada === undefined) throw new Error('ada is not there');
  actions.addLabel(pullRequest, ada, 'preview');
  await until('a live preview', 60_000, () => describeDeployment(github, pullRequest, 'success'));
  const served = await requestThroughGateway(cluster.gatewayUrl, `web-pr-1-${release}.preview.localhost`);
  expect(JSON.parse(served.body)).toMatchObject({ env: { COMMIT: pullRequest.head.sha } });
  await expectPages(github);
  await expectPod(namespace);

  // A pod that is told to end, and the one that takes over.
  await expectDrain(namespace);

  actions.removeLabel(pullRequest, ada, 'preview');
  await until('the preview to be gone', 60_000, async () => {
    const left = await cluster.kubectl('get', 'namespace', `${release}-pr-1`, '--ignore-not-found', '-o', 'name');
    const objects = await cluster.kubectl('get', 'environments.berth.dev', '-n', namespace, '-o', 'name');
    return `${left}${objects}${describeDeployment(github, pullRequest, 'inactive')}`;
  });
  expect(pullRequest.comments.map(({ body }) => body)).toEqual([expect.stringMatching(/removed/i)]);

  await cluster.helm('uninstall', release, '-n', namespace);
  await until('all of berth to be gone', 60_000, () =>
    cluster.kubectl('get', everything, '-A', '-l', `app.kubernetes.io/instance=${release}`, '-o', 'name'),
  );
  expect(await cluster.kubectl('get', 'crd', 'environments.berth.dev', '-o', 'name')).toContain('environments');
});

const everything = [
  'deployments,services,configmaps,serviceaccounts,roles,rolebindings,networkpolicies,ingresses,pods',
  'clusterroles,clusterrolebindings,mutatingadmissionpolicies,mutatingadmissionpolicybindings',
  'validatingadmissionpolicies,validatingadmissionpolicybindings',
].join(',');

async function openPullRequest(github: GitHub): Promise<PullRequest> {
  const { shop, ada } = await addSample(github);
  const changes = { '.berth.yaml': manifest };
  await github.actions.commit(shop, { author: ada, branch: 'topic', message: 'Deploy the shop', changes });
  return github.actions.openPullRequest(shop, { author: ada, title: 'Deploy the shop', head: 'topic' });
}

/** The commands of the chart's own page, with an address that this machine has. */
async function installBerth(namespace: string, github: GitHub): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-shipping-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const key = join(folder, 'private-key.pem');
  await writeFile(key, github.privateKey, { mode: 0o600 });
  const secret = [`--from-file=PRIVATE_KEY=${key}`, `--from-literal=WEBHOOK_SECRET=${webhookSecret}`];
  await cluster.kubectl('create', 'secret', 'generic', 'berth', '-n', namespace, ...secret);
  const values = join(folder, 'values.yaml');
  await writeFile(values, JSON.stringify(await buildValues(github)));
  const chart = join(repositoryRoot, 'deploy/berth');
  await cluster.helm('install', release, chart, '-n', namespace, '--values', values, '--wait', '--timeout', '90s');
  const service = await cluster.kubectl('get', 'service', release, '-n', namespace, '-o', 'jsonpath={.spec.clusterIP}');
  github.state.app.hook.url = `http://${service}/api/github/webhooks`;
}

async function buildValues(github: GitHub): Promise<object> {
  const base = await readFile(join(repositoryRoot, 'environments/base.yaml'), 'utf8');
  const preview = [
    'extends: base',
    'label: preview',
    `namespace: ${release}-pr-<< pr.number >>`,
    `host: << service.name >>-pr-<< pr.number >>-${release}.preview.localhost`,
  ].join('\n');
  return {
    image,
    settings: {
      APP_ID: github.state.app.id,
      PUBLIC_URL: `http://${host}`,
      GITHUB_API_URL: github.apiUrl,
      INGRESS_ADDRESS: await startRelay(addresses.ports.gateway),
    },
    profiles: { base, preview },
    ingress: { enabled: true, host },
  };
}

function describeDeployment({ state }: GitHub, pullRequest: PullRequest, wanted: string): string {
  const deployments = state.repositories.flatMap((repository) => repository.deployments);
  const states = deployments.map((deployment) => currentState(deployment));
  if (states.length === 1 && states[0] === wanted) return '';
  return `deployments: ${states.join(', ')}; ${pullRequest.comments.at(-1)?.body ?? 'no comment'}`;
}

/** What people open in a browser comes from the image, with what it loads. */
async function expectPages({ state }: GitHub): Promise<void> {
  const [deployment] = state.repositories.flatMap((repository) => repository.deployments);
  const { pathname } = new URL(deployment?.statuses.at(-1)?.logUrl ?? '');
  for (const path of [pathname, '/assets/page.css', '/assets/page.js', '/healthz', '/readyz']) {
    expect({ path, ...(await requestThroughGateway(cluster.gatewayUrl, host, path)) }).toMatchObject({ status: 200 });
  }
}

async function expectPod(namespace: string): Promise<void> {
  const inside = (...command: readonly string[]) =>
    cluster.kubectl('exec', '-n', namespace, `deployment/${release}`, '--', ...command);
  const restarts = 'jsonpath={.items[*].status.containerStatuses[*].restartCount}';
  expect(await cluster.kubectl('get', 'pods', '-n', namespace, '-o', restarts)).toBe('0');
  expect(await inside('id', '-u')).toBe('1000');
  await expect(inside('touch', '/app/x')).rejects.toThrow('Read-only file system');
  // The guard that berth runs Helm with, and the Helm that it was tested with.
  const bounds = 'ulimit -t 30 && ulimit -v 1048576 && ulimit -f 40960 && ulimit -n 1024 && exec "$@"';
  const guarded = `/usr/bin/setpriv --pdeathsig KILL --no-new-privs sh -c '${bounds}' sh helm version --short`;
  // In a shell that stays: what began a command in a container may have ended before the command asks for the signal.
  expect(await inside('sh', '-c', `${guarded}; exit $?`)).toMatch(/^v4\.2\.4/);
  expect(await inside('cat', '/proc/1/comm')).toBe('tini');
}

async function expectDrain(namespace: string): Promise<void> {
  const selector = ['-n', namespace, '-l', `app.kubernetes.io/instance=${release}`];
  const before = await cluster.kubectl('get', 'pods', ...selector, '-o', 'jsonpath={.items[0].metadata.name}');
  const exit = 'jsonpath={.status.containerStatuses[0].state.terminated.exitCode}=0';
  const log = cluster.kubectl('logs', '--follow', before, '-n', namespace);
  const ended = cluster.kubectl('wait', `--for=${exit}`, `pod/${before}`, '-n', namespace, '--timeout=60s');
  await cluster.kubectl('delete', 'pod', before, '-n', namespace);

  await ended;
  const lines = (await log)
    .split('\n')
    .map((line) => JSON.parse(line) as { level: number; reason?: string; msg: string });
  expect(lines.at(-1)).toMatchObject({ reason: 'drained', msg: 'stopped' });
  expect(lines.filter(({ level }) => level >= 50)).toEqual([]);
  await cluster.kubectl('rollout', 'status', `deployment/${release}`, '-n', namespace, '--timeout=60s');
}
