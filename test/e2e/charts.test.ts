import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { buildShopImages } from '../../sandbox/samples/build-shop-images.ts';
import { sampleFolder } from '../../sandbox/samples/sample-folder.ts';
import { useCluster } from '../helpers/cluster.ts';
import { requestThroughGateway } from '../../sandbox/gateway/request-through-gateway.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const cluster = useCluster('postgres', 'redis');
const [firstSha, secondSha] = [createSha(), createSha()];
const hosts = { api: 'api-charts.localhost', storefront: 'storefront-charts.localhost' };
const postgres = { image: { repository: `${registryHost}/berth/postgres`, tag: '15' }, database: 'shop', user: 'shop' };
const redis = { image: { repository: `${registryHost}/berth/redis`, tag: '7' } };

let work = '';
let namespace = '';

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'charts-'));
  await buildImages(sampleFolder, firstSha);
  namespace = await createEnvironment('shop');
  return () => rm(work, { recursive: true, force: true });
});

test('the shop is installed release by release, each told what the ones before leave for it, and answers through the gateway', async () => {
  await Promise.all([install('postgres', builtIn('postgres'), postgres), install('redis', builtIn('redis'), redis)]);
  await installShop(firstSha);

  const { products } = await askJson<{ products: { slug: string; price_cents: number }[] }>(hosts.api, '/api/products');
  expect(products).toHaveLength(6);
  expect(products[0]).toMatchObject({ slug: 'enamel-mug', price_cents: 1450 });
  await expect(askJson(hosts.api, '/healthz')).resolves.toEqual({ status: 'ok', commit: firstSha });
  await expect(askJson(hosts.storefront, '/config.json')).resolves.toEqual({
    apiUrl: `http://${hosts.api}:21080`,
    commit: firstSha,
    profile: 'preview',
  });
  expect(await askText(hosts.storefront, '/')).toContain('<title>Acme Shop</title>');
  expect([await visit(), await visit()]).toEqual([{ visits: 1 }, { visits: 2 }]);
  expect(await listRestarts()).not.toMatch(/[1-9]/);
});

test('the outputs name what is really there: product data comes from the PostgreSQL that they lead to', async () => {
  const outputs = await readOutputs('secret', 'postgres');
  const rename = `UPDATE catalogue_product SET name = 'Dented mug' WHERE slug = 'enamel-mug'`;
  await cluster.kubectl(
    ...['exec', 'deploy/postgres', '-n', namespace, '--'],
    ...['psql', outputs['DATABASE_URL']!, '--quiet', '-c', rename],
  );

  expect(await askText(hosts.api, '/api/products')).toContain('Dented mug');
  expect(outputs).toMatchObject({ POSTGRES_USER: 'shop', POSTGRES_DB: 'shop', PG_PORT: '5432' });
});

test('an upgrade to another commit changes what is served, runs the migrations again, and keeps password and data', async () => {
  const before = await readOutputs('secret', 'postgres');
  const built = await buildImages(await changeShop(), secondSha);

  await install('postgres', builtIn('postgres'), { ...postgres, password: 'another' });
  await installShop(secondSha);

  expect(built).toEqual(['image acme-storefront: building']); // the API's files are as they were
  expect(await readOutputs('secret', 'postgres')).toEqual(before);
  const images = 'jsonpath={.items[*].spec.template.spec.containers[0].image}';
  expect(await cluster.kubectl('get', 'jobs', '-n', namespace, '-o', images)).toBe(
    `${registryHost}/acme/api:${secondSha}`,
  );
  await expect(askJson(hosts.api, '/healthz')).resolves.toEqual({ status: 'ok', commit: secondSha });
  expect(await askText(hosts.storefront, '/')).toContain(`<title>Acme Shop ${secondSha}</title>`);
  expect(await askText(hosts.api, '/api/products')).toContain('Dented mug');
});

test('a database cannot be given another name: the release says so and stays as it was', async () => {
  const refusal = await install('postgres', builtIn('postgres'), { ...postgres, database: 'store' }).catch(String);

  expect(refusal).toContain('The server was made with database "shop" of user "shop"');
  await expect(askJson(hosts.api, '/healthz')).resolves.toMatchObject({ status: 'ok' });
});

test('a Redis with a password asks for it', async () => {
  await install('guarded', builtIn('redis'), { ...redis, auth: { enabled: true } });
  const { REDIS_AUTH_URL } = await readOutputs('secret', 'guarded');
  const ping = `from redis import Redis; import sys; print(Redis.from_url(sys.argv[1]).ping())`;
  const ask = (url: string) =>
    cluster.kubectl('exec', 'deploy/api', '-n', namespace, '--', 'python3', '-c', ping, url).catch(String);

  expect(await ask(REDIS_AUTH_URL!)).toBe('True');
  expect(await ask('redis://guarded:6379')).toContain('AuthenticationError');
});

test('a job that fails is a failed Job at once when it is given one try, and its last words stay', async () => {
  const withoutDatabase = { ...api(firstSha), args: ['python3', 'manage.py', 'migrate'], backoffLimit: 0 };

  await apply('failing', builtIn('job'), withoutDatabase);

  const job = ['-n', namespace, '-l', 'app.kubernetes.io/instance=failing'];
  await cluster.kubectl('wait', 'jobs', ...job, '--for=condition=Failed', '--timeout=30s');
  expect(await cluster.kubectl('logs', ...job)).toContain("KeyError: 'DATABASE_URL'");
});

test('what is uninstalled leaves nothing behind, volumes included', async () => {
  const volume = await cluster.kubectl(
    'get',
    'pvc',
    'postgres-data',
    '-n',
    namespace,
    '-o',
    'jsonpath={.spec.volumeName}',
  );

  for (const release of ['failing', 'guarded', 'storefront', 'api', 'migrate', 'redis', 'postgres']) {
    await cluster.helm('uninstall', release, '-n', namespace, '--wait', '--timeout=60s');
  }

  const left = () => cluster.kubectl('get', 'all,secret,configmap,ingress,pvc', '-n', namespace, '-o', 'name');
  await expect.poll(left, { timeout: 20_000 }).toBe('configmap/kube-root-ca.crt');
  await expect.poll(() => cluster.kubectl('get', 'pv', '-o', 'name'), { timeout: 20_000 }).not.toContain(volume);
});

/** Migrations first, then the two services side by side. */
async function installShop(sha: string): Promise<void> {
  const { DATABASE_URL } = await readOutputs('secret', 'postgres');
  const { REDIS_URL } = await readOutputs('configmap', 'redis-outputs');
  const migrate = { ...api(sha), args: ['python3', 'manage.py', 'migrate', '--no-input'], secretEnv: { DATABASE_URL } };
  await install('migrate', builtIn('job'), migrate);
  const storefront = {
    image: { repository: `${registryHost}/acme/storefront`, tag: sha },
    host: hosts.storefront,
    apiUrl: `http://${hosts.api}:21080`,
    commit: sha,
    profile: 'preview',
  };
  const service = {
    ...api(sha),
    host: hosts.api,
    probes: { path: '/healthz' },
    env: { COMMIT: sha, REDIS_URL },
    secretEnv: { DATABASE_URL },
  };
  await Promise.all([
    install('api', builtIn('app'), service),
    install('storefront', join(sampleFolder, 'charts', 'storefront'), storefront),
  ]);
}

function api(sha: string) {
  return { image: { repository: `${registryHost}/acme/api`, tag: sha } };
}

/** Does what the repository's CI does for a commit, and tells which images it had to build. */
async function buildImages(checkout: string, sha: string): Promise<readonly string[]> {
  const progress: string[] = [];
  const onProgress = (message: string) => progress.push(message);
  await buildShopImages({ checkout, sha, registry: registryHost, cacheDir: cluster.paths.images, onProgress });
  return progress.filter((message) => message.endsWith(': building'));
}

function builtIn(name: string): string {
  return join(repositoryRoot, 'charts', name);
}

/** Installs or upgrades, and waits until it is ready. */
function install(release: string, chart: string, values: object): Promise<string> {
  return apply(release, chart, values, '--wait', '--wait-for-jobs', '--timeout=90s');
}

async function apply(release: string, chart: string, values: object, ...options: readonly string[]): Promise<string> {
  const file = join(work, `${release}.json`);
  await writeFile(file, JSON.stringify(values));
  return cluster.helm('upgrade', '--install', release, chart, '-n', namespace, '--values', file, ...options);
}

/** The shop at a commit that changes a file of the storefront. */
async function changeShop(): Promise<string> {
  const shop = join(work, 'shop');
  await cp(sampleFolder, shop, { recursive: true });
  const page = join(shop, 'storefront', 'index.html');
  await writeFile(page, (await readFile(page, 'utf8')).replace('Acme Shop', `Acme Shop ${secondSha}`));
  return shop;
}

async function createEnvironment(name: string): Promise<string> {
  const created = await cluster.createNamespace(name);
  await cluster.kubectl('label', 'namespace', created, 'pod-security.kubernetes.io/enforce=restricted');
  await cluster.kubectl(
    'apply',
    '-n',
    created,
    '-f',
    join(repositoryRoot, 'test/fixtures/objects/small-namespace.yaml'),
  );
  return created;
}

async function readOutputs(kind: 'secret' | 'configmap', name: string): Promise<Record<string, string>> {
  const text = await cluster.kubectl('get', kind, name, '-n', namespace, '-o', 'json');
  const { data } = JSON.parse(text) as { data: Record<string, string> };
  const encoding = kind === 'secret' ? 'base64' : 'utf8';
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, encoding).toString()]));
}

async function askText(host: string, path: string): Promise<string> {
  const { status, body } = await requestThroughGateway(cluster.gatewayUrl, host, path);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

async function askJson<Answer = unknown>(host: string, path: string): Promise<Answer> {
  return JSON.parse(await askText(host, path)) as Answer;
}

/** A page that is opened counts a visit, in Redis. */
async function visit(): Promise<unknown> {
  const { body } = await requestThroughGateway(cluster.gatewayUrl, hosts.api, '/api/visits', 'POST');
  return JSON.parse(body);
}

function listRestarts(): Promise<string> {
  const counts = 'jsonpath={.items[*].status.containerStatuses[*].restartCount}';
  return cluster.kubectl('get', 'pods', '-n', namespace, '-o', counts);
}

function createSha(): string {
  return randomBytes(20).toString('hex');
}
