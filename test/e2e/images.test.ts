import { mkdtemp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ensureDebianPackages } from '../../sandbox/cluster/ensure-debian-packages.ts';
import { ensureImages } from '../../sandbox/images/ensure-images.ts';
import { ensureImportableArchive } from '../../sandbox/images/ensure-importable-archive.ts';
import type { ImageName } from '../../sandbox/images/image-names.ts';

/** A registry and a cache of this file's own, so that nothing here depends on what the machine has built before. */
let folder: string;
let cacheDir: string;
let registry: string;
let stopRegistry: () => Promise<void>;
let progress: string[];

beforeAll(async () => {
  await ensureDebianPackages(['docker-registry']);
  folder = await mkdtemp(join(tmpdir(), 'berth-images-'));
  cacheDir = join(folder, 'cache');
  ({ registry, stopRegistry } = await startRegistry());
});

afterAll(async () => {
  await stopRegistry();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  progress = [];
});

test('builds what is missing, so that a node can pull it', async () => {
  const references = await ensure(['web', 'busybox']);

  expect(references).toEqual([`${registry}/berth/web:1`, `${registry}/berth/busybox:1.35`]);
  const web = await inspect(`${registry}/berth/web:1`);
  expect(web.config).toMatchObject({ User: '65532:65532', Entrypoint: ['/web'] });
  expect(await listTags('busybox')).toEqual(['1.35', expect.stringMatching(/^recipe-[0-9a-f]{16}$/)]);
});

test('builds nothing the second time', async () => {
  await ensure(['web', 'busybox']);
  progress = [];

  await ensure(['web', 'busybox']);

  expect(progress).toEqual([]);
});

test('gives the same bytes when it builds again from nothing', async () => {
  await ensure(['web', 'busybox']);
  const otherCache = join(folder, 'other-cache');
  const other = await startRegistry();

  await ensureImages({ registry: other.registry, names: ['web', 'busybox'], cacheDir: otherCache });

  const digests = (where: string) =>
    Promise.all(['web:1', 'busybox:1.35'].map((name) => readDigest(`${where}/berth/${name}`)));
  const [first, second] = await Promise.all([digests(registry), digests(other.registry)]);
  await other.stopRegistry();
  expect(second).toEqual(first);
});

test('brings a registry that lost its images back from the cache without building', async () => {
  await ensure(['web', 'busybox']);
  const empty = await startRegistry();
  progress = [];

  await ensureImages({
    registry: empty.registry,
    names: ['web', 'busybox'],
    cacheDir,
    onProgress: (line) => progress.push(line),
  });

  await empty.stopRegistry();
  expect(progress.every((line) => line.includes('pushing'))).toBe(true);
});

test('leaves nothing half-made when it is interrupted, and goes on afterwards', async () => {
  const ownCache = join(folder, 'interrupted-cache');
  const own = await startRegistry();
  const interruption = new AbortController();
  const building = ensureImages({
    registry: own.registry,
    names: ['debian'],
    cacheDir: ownCache,
    signal: interruption.signal,
    onProgress: (line) => {
      if (line.includes('unpacking')) setTimeout(() => interruption.abort(new Error('interrupted')), 700);
    },
  });

  await expect(building).rejects.toThrow('interrupted');

  const files = (await readdir(ownCache, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files).toEqual([]);
  expect(await readdir(join(ownCache, 'work'))).toEqual([]);
  expect(await readFile('/proc/mounts', 'utf8')).not.toContain(ownCache);
  await ensureImages({ registry: own.registry, names: ['debian'], cacheDir: ownCache });
  expect((await inspect(`${own.registry}/berth/debian:12`)).config).toMatchObject({ Cmd: ['sh'] });
  await own.stopRegistry();
});

test('makes an archive that was damaged again', async () => {
  const file = await importable();
  await truncate(file, 100);

  const again = await importable();

  expect(again).toBe(file);
  const { stdout } = await execa('tar', ['--extract', '--to-stdout', '--file', again, 'manifest.json']);
  expect(JSON.parse(stdout)).toMatchObject([{ RepoTags: ['berth.sandbox/pause:1'] }]);
});

async function ensure(names: readonly ImageName[]): Promise<readonly string[]> {
  return ensureImages({ registry, names, cacheDir, onProgress: (line) => progress.push(line) });
}

async function importable(): Promise<string> {
  return ensureImportableArchive({ name: 'pause', reference: 'berth.sandbox/pause:1', cacheDir });
}

async function inspect(reference: string): Promise<{ config: Record<string, unknown> }> {
  const { stdout } = await execa('skopeo', ['inspect', '--tls-verify=false', '--config', `docker://${reference}`]);
  return JSON.parse(stdout) as { config: Record<string, unknown> };
}

async function readDigest(reference: string): Promise<string> {
  const { stdout } = await execa('skopeo', [
    'inspect',
    '--tls-verify=false',
    '--format={{.Digest}}',
    `docker://${reference}`,
  ]);
  return stdout;
}

async function listTags(name: ImageName): Promise<readonly string[]> {
  const { stdout } = await execa('skopeo', ['list-tags', '--tls-verify=false', `docker://${registry}/berth/${name}`]);
  return (JSON.parse(stdout) as { Tags: string[] }).Tags.sort();
}

async function startRegistry(): Promise<{ registry: string; stopRegistry: () => Promise<void> }> {
  const address = `127.0.0.1:${await findFreePort()}`;
  const storage = await mkdtemp(join(folder, 'registry-'));
  await mkdir(join(storage, 'data'));
  const configuration = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: join(storage, 'data') } },
    http: { addr: address },
    log: { level: 'error', accesslog: { disabled: true } },
  };
  await writeFile(join(storage, 'configuration.yaml'), JSON.stringify(configuration)); // JSON is YAML
  const server = execa('docker-registry', ['serve', join(storage, 'configuration.yaml')], { reject: false });
  await vi.waitFor(() => execa('curl', ['--silent', '--fail', `http://${address}/v2/`]), { timeout: 20_000 });
  const stopRegistry = async () => {
    server.kill();
    await server;
  };
  return { registry: address, stopRegistry };
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
