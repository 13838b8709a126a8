import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useHelm } from '../helpers/helm.ts';
import { chartsFolder, parseObjects, type KubernetesObject } from './charts.ts';

const helm = useHelm();
const image = { repository: 'acme/api', tag: '1' };

test('what an environment variable holds is data: nothing in it is filled in, and numbers stay as they were written', async () => {
  const env = { PLAIN: 'a $(PATH) b', QUOTED: '"{{ fail }}": \n- x', LARGE: 10_000_000, FLAG: true, EMPTY: '' };
  const [container] = find(await render('app', { image, env }), 'Deployment').spec.template.spec.containers;

  expect(Object.fromEntries(container!.env!.map(({ name, value }) => [name, value]))).toEqual({
    PLAIN: 'a $$(PATH) b', // which Kubernetes reads as a $(PATH) b
    QUOTED: '"{{ fail }}": \n- x',
    LARGE: '10000000',
    FLAG: 'true',
    EMPTY: '',
  });
});

test('a secret value lies in a Secret only, and a changed one starts new pods', async () => {
  const one = await render('app', { image, secretEnv: { TOKEN: 'wh1te' } });
  const other = await render('app', { image, secretEnv: { TOKEN: 'bl4ck' } });

  expect(decode(find(one, 'Secret'))).toEqual({ TOKEN: 'wh1te' });
  expect(JSON.stringify(find(one, 'Deployment'))).not.toContain('wh1te');
  expect(find(one, 'Deployment')).not.toEqual(find(other, 'Deployment'));
});

test('an app without a host has no Ingress', async () => {
  expect((await render('app', { image })).map(({ kind }) => kind).sort()).toEqual([
    'ConfigMap',
    'Deployment',
    'Service',
  ]);
});

test('a service that is asked for its host is asked so by its probes', async () => {
  const [container] = find(await render('app', { image, host: 'a.example.com' }), 'Deployment').spec.template.spec
    .containers;

  expect(container?.startupProbe).toMatchObject({
    httpGet: { path: '/', httpHeaders: [{ name: 'Host', value: 'a.example.com' }] },
  });
});

test.each(['app', 'job'])('berth/%s says which part of the image is missing', async (name) => {
  expect((await refuse(name, {})).trim()).toContain('image.repository and image.tag have to be given');
  expect(await refuse(name, { image: { repository: 'acme/api' } })).toContain(
    'image.tag or image.digest has to be given',
  );
  expect(await refuse(name, { image: { tag: '1' } })).toContain('image.repository has to be given');
});

test('a job is named by its content: the same values the same name, another value or another secret another', async () => {
  const name = async (values: object) => find(await render('job', { image, ...values }), 'Job').metadata.name;
  const names = await Promise.all(
    [{}, {}, { args: ['seed'] }, { secretEnv: { A: '1' } }, { secretEnv: { A: '2' } }].map(name),
  );

  expect(names[0]).toMatch(/^harbour-[0-9a-f]{8}$/);
  expect(names[1]).toBe(names[0]);
  expect(new Set(names).size).toBe(4);
});

test.each([
  ['postgres', 'postgres://ada:p%40ss%20%2B%2F%24@harbour.shop.svc:5432/orders', 'DATABASE_URL'],
  ['mongodb', 'mongodb://ada:p%40ss%20%2B%2F%24@harbour.shop.svc:27017/orders?authSource=admin', 'MONGODB_URL'],
])('berth/%s writes a password with any characters into its address', async (name, url, key) => {
  const values = { user: 'ada', database: 'orders', password: 'p@ss +/$' };

  expect(decode(find(await render(name, values), 'Secret'))).toMatchObject({ [key]: url });
});

test('a password that nobody gave is long and made by chance', async () => {
  const passwords = await Promise.all(
    [0, 1].map(async () => decode(find(await render('postgres', {}), 'Secret'))['POSTGRES_PASSWORD']),
  );

  expect(passwords[0]).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(passwords[0]).not.toBe(passwords[1]);
});

test('data without a volume claims none', async () => {
  const objects = await render('postgres', { storage: { persistent: false } });

  expect(objects.map(({ kind }) => kind).sort()).toEqual(['Deployment', 'Secret', 'Service']);
});

test('a password for Redis lies in its configuration, quoted, and in its outputs', async () => {
  const secrets = (await render('redis', { auth: { enabled: true, password: 'a"b\\c d' } }))
    .filter(({ kind }) => kind === 'Secret')
    .map(decode);

  expect(secrets[0]).toEqual({
    REDIS_PASSWORD: 'a"b\\c d',
    REDIS_AUTH_URL: 'redis://:a%22b%5Cc%20d@harbour.shop.svc:6379',
  });
  expect(secrets[1]?.['redis.conf']).toContain('requirepass "a\\"b\\\\c d"\n');
});

test('a seeded image takes the place of the own one, by digest if need be', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const objects = await render('postgres', { image: { repository: 'acme/seeded', tag: '2026-11', digest } });

  expect(find(objects, 'Deployment').spec.template.spec.containers[0]?.image).toBe(`acme/seeded:2026-11@${digest}`);
});

test.each([
  ['app', { image, env: { A: ['x'] } }, '/env/A'],
  ['app', { image, host: 'Not A Host' }, '/host'],
  ['job', { image, backoffLimit: -1 }, '/backoffLimit'],
  ['postgres', { database: 'a b' }, '/database'],
  ['redis', { settings: { maxmemory: '1mb\nrequirepass x' } }, '/settings/maxmemory'],
  ['redis', { auth: { enabled: 'yes' } }, '/auth/enabled'],
])('berth/%s refuses a wrong value and says where', async (name, values, path) => {
  expect(await refuse(name, values)).toContain(`at '${path}'`);
});

async function render(name: string, values: object): Promise<readonly KubernetesObject[]> {
  const { failed, stdout, stderr } = await template(name, values);
  expect({ failed, stderr }).toEqual({ failed: false, stderr: '' });
  return parseObjects(stdout);
}

async function refuse(name: string, values: object): Promise<string> {
  const { failed, stderr } = await template(name, values);
  expect(failed).toBe(true);
  return stderr;
}

function template(name: string, values: object) {
  const args = ['template', 'harbour', join(chartsFolder, name), '--namespace=shop', '--values=-'];
  return helm(args, JSON.stringify(values));
}

function find(objects: readonly KubernetesObject[], kind: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} among ${objects.map((object) => object.kind).join(', ')}`);
  return found;
}

function decode({ data = {} }: KubernetesObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
  );
}
