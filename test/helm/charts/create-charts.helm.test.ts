import { readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { registryHost } from '../../../sandbox/cluster/addresses.ts';
import { determineComponentsFolder } from '../../../sandbox/cluster/build/ensure-components.ts';
import { determineClusterPaths } from '../../../sandbox/cluster/cluster-paths.ts';
import { createCharts } from '../../../src/helm/charts/create-charts.ts';
import type { ResolvedChart } from '../../../src/profile/resolve-chart.ts';
import { createChart, createTemporaryFolder } from '../../helpers/chart-folder.ts';

let helmPath = '';
const { signal } = new AbortController();
const servers: Server[] = [];
const registryPath = `${registryHost}/test-charts-of-helm`;

beforeAll(async () => {
  helmPath = join(await determineComponentsFolder(determineClusterPaths().cache), 'helm');
});

afterEach(() => servers.splice(0).forEach(stop));

describe('a chart of a Helm repository', () => {
  test('is pulled once, however many ask for it at once, and kept from then on', async () => {
    const repository = await serveRepository(await packageChart('a: 1'));
    const { ensure, again } = await createPulls();
    const chart = { kind: 'repository', repository: repository.address, name: 'probe' } as const;

    const pulled = await Promise.all([1, 2, 3].map(() => ensure(chart, '0.1.0')));

    expect(new Set(pulled.map(({ path }) => path)).size).toBe(1);
    expect(await readChart(pulled[0]!.path)).toContain('name: probe');
    expect(repository.asked).toEqual(['/index.yaml', '/probe-0.1.0.tgz']);
    await expect(again(chart, '0.1.0')).resolves.toEqual(pulled[0]);
    expect(repository.asked).toHaveLength(2);
  });

  test('is asked for anew where only a range is given, and one content is one digest', async () => {
    const repository = await serveRepository(await packageChart('a: 1'));
    const { ensure } = await createPulls();
    const chart = { kind: 'repository', repository: repository.address, name: 'probe' } as const;

    const first = await ensure(chart, '^0.1');
    await expect(ensure(chart, undefined)).resolves.toEqual(first);
    await repository.serve(await packageChart('a: 2'));
    const second = await ensure(chart, '^0.1');

    expect(second.digest).not.toBe(first.digest);
    expect(await readChart(first.path)).toContain('name: probe'); // it may be in use
  });

  test('that is not there is named; one whose repository does not answer is tried again', async () => {
    const repository = await serveRepository(await packageChart('a: 1'));
    const { ensure } = await createPulls();
    const chart = { kind: 'repository', repository: repository.address, name: 'probe' } as const;

    await expect(ensure(chart, '9.9.9')).rejects.toMatchObject({
      reason: 'ChartNotFound',
      sentence: expect.stringContaining(`\`${repository.address}/probe\` of \`api/web\``) as string,
    });
    await expect(ensure({ ...chart, name: 'nope' }, '0.1.0')).rejects.toMatchObject({ reason: 'ChartNotFound' });
    repository.stop();
    await expect(ensure(chart, '9.9.9')).rejects.toMatchObject({ reason: 'ApiUnavailable' });
  });

  test('that streams without end is cut off and leaves nothing', async () => {
    const repository = await serveRepository(Buffer.alloc(40 * 1024 * 1024));
    const { ensure, cacheFolder } = await createPulls();

    await expect(
      ensure({ kind: 'repository', repository: repository.address, name: 'probe' }, '0.1.0'),
    ).rejects.toMatchObject({ reason: 'ChartBroken' });

    expect((await execa('find', [cacheFolder, '-type', 'f'])).stdout).toBe('');
  });
});

describe('a chart of a registry', () => {
  test('is pulled by version, by range and by digest', async () => {
    const archive = await packageChart('a: oci');
    const { stderr } = await helm('push', '--plain-http', archive, `oci://${registryPath}`);
    const manifest = /Digest: (sha256:[0-9a-f]{64})/.exec(stderr)?.[1] ?? '';
    const { ensure } = await createPulls();
    const reference = `oci://${registryPath}/probe`;

    const [exact, range, byDigest] = await Promise.all([
      ensure({ kind: 'oci', reference }, '0.1.0'),
      ensure({ kind: 'oci', reference }, '^0.1'),
      ensure({ kind: 'oci', reference: `${reference}@${manifest}` }, undefined),
    ]);

    expect(await readChart(exact.path)).toContain('name: probe');
    expect([range.digest, byDigest.digest]).toEqual([exact.digest, exact.digest]);
  });

  test.each([
    ['a version', `oci://${registryPath}/probe`, '9.0.0'],
    ['a range', `oci://${registryPath}/probe`, '^9'],
    ['a name', `oci://${registryPath}/nope`, '1.0.0'],
    ['a digest', `oci://${registryPath}/probe@sha256:${'0'.repeat(64)}`, undefined],
  ])('that is not there by %s is named', async (_, reference, version) => {
    const { ensure } = await createPulls();

    await expect(ensure({ kind: 'oci', reference }, version)).rejects.toMatchObject({ reason: 'ChartNotFound' });
  });
});

test('a chart of another repository is read from its files at that ref', async () => {
  const source = dirname(await createChart({}));
  const { ensure } = await createPulls(source);

  await expect(
    ensure({ kind: 'git', repository: 'acme/charts', path: 'probe', ref: 'v1' }, undefined),
  ).resolves.toMatchObject({ path: join(source, 'probe') });
  await expect(
    ensure({ kind: 'git', repository: 'acme/charts', path: 'other', ref: 'v1' }, undefined),
  ).rejects.toMatchObject({ reason: 'ChartNotFound' });
});

test('a chart is there until its files are removed', async () => {
  const source = dirname(await createChart({}));
  const { ensure, isThere } = await createPulls(source);
  const chart = await ensure({ kind: 'local', path: 'probe' }, undefined);

  expect(await isThere(chart)).toBe(true);
  await rm(chart.path, { recursive: true });
  expect(await isThere(chart)).toBe(false);
});

test('the charts that berth brings along are there, others of that name are not', async () => {
  const { ensure } = await createPulls();

  for (const name of ['app', 'job', 'mongodb', 'postgres', 'redis']) {
    expect(basename((await ensure({ kind: 'builtIn', name }, undefined)).path)).toBe(name);
  }
  await expect(ensure({ kind: 'builtIn', name: 'mysql' }, undefined)).rejects.toMatchObject({
    reason: 'ChartNotFound',
  });
});

test('whoever gives up waiting is free at once, and nothing goes on that nobody waits for', async () => {
  const silent = await listen(createServer(() => undefined));
  const { ensure } = await createPulls();
  const giveUp = AbortSignal.timeout(300);

  await expect(
    ensure({ kind: 'repository', repository: silent, name: 'probe' }, '1.0.0', giveUp),
  ).rejects.toMatchObject({ name: 'TimeoutError' });
});

async function createPulls(gitSource = '') {
  const cacheFolder = await createTemporaryFolder();
  const create = () => createCharts({ helmPath, cacheFolder, readGitSource: () => Promise.resolve(gitSource) });
  const [charts, later] = [create(), create()];
  const ask =
    (of: typeof charts) =>
    (chart: ResolvedChart, version: string | undefined, stop = signal) =>
      of.ensureChart({ chart, version, source: gitSource, release: 'api/web' }, stop);
  return { ensure: ask(charts), again: ask(later), isThere: charts.isThere.bind(charts), cacheFolder };
}

async function packageChart(values: string): Promise<string> {
  const chart = await createChart({ 'values.yaml': values });
  await helm('package', chart, '--destination', dirname(chart));
  return join(dirname(chart), 'probe-0.1.0.tgz');
}

async function helm(...args: readonly string[]) {
  return execa(helmPath, args, { env: { HELM_CACHE_HOME: '/nonexistent', HELM_CONFIG_HOME: '/nonexistent' } });
}

// A Helm repository with one chart in it, over HTTP.
async function serveRepository(content: string | Buffer) {
  let archive = typeof content === 'string' ? await readFile(content) : content;
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    if (url === '/index.yaml') response.end(index);
    else if (url === '/probe-0.1.0.tgz') response.end(archive);
    else response.writeHead(404).end();
  });
  const address = await listen(server);
  const entry = { apiVersion: 'v2', name: 'probe', version: '0.1.0', urls: [`${address}/probe-0.1.0.tgz`] };
  const index = JSON.stringify({ apiVersion: 'v1', entries: { probe: [entry] } });
  return {
    address,
    asked,
    serve: async (path: string) => (archive = await readFile(path)),
    stop: () => stop(server),
  };
}

function stop(server: Server): void {
  server.closeAllConnections();
  server.close();
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readChart(archive: string): Promise<string> {
  return (await execa('tar', ['-xzOf', archive, 'probe/Chart.yaml'])).stdout;
}
