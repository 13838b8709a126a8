import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { execa } from 'execa';
import { afterAll, beforeAll, expect } from 'vitest';
import { addresses, registryHost } from '../../sandbox/cluster/addresses.ts';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import { deleteNamespace } from '../../sandbox/cluster/client/delete-namespace.ts';
import { loadKubeconfig } from '../../sandbox/cluster/client/load-kubeconfig.ts';
import { determineClusterPaths, type ClusterPaths } from '../../sandbox/cluster/cluster-paths.ts';
import { ensureImages } from '../../sandbox/images/ensure-images.ts';
import type { ImageName } from '../../sandbox/images/image-names.ts';

export interface TestCluster {
  readonly paths: ClusterPaths;
  readonly config: KubeConfig;
  readonly gatewayUrl: string;
  /** Runs the sandbox's own kubectl or helm, as a person would; resolves to what it printed. */
  kubectl(...args: readonly string[]): Promise<string>;
  helm(...args: readonly string[]): Promise<string>;
  /** The same with the text of another kubeconfig in place of the sandbox's own. */
  kubectlWith(kubeconfig: string, args: readonly string[], input?: string): Promise<string>;
  /** Applies YAML or JSON text to a namespace. */
  apply(namespace: string, text: string): Promise<string>;
  /** The full name of a namespace that belongs to the running test file, whoever makes it. */
  nameNamespace(name: string): string;
  /** Makes a namespace that belongs to the running test file and is gone after it. */
  createNamespace(name: string): Promise<string>;
}

const goneWithinMs = 60_000;

/**
 * Gives a test file the run's cluster, with the images it needs in the registry. Every namespace of the file carries the file's own prefix;
 * after its last test they are deleted, and the file fails when one of them, or a volume of theirs, does not go.
 */
export function useCluster(...images: readonly ImageName[]): TestCluster {
  const paths = determineClusterPaths();
  const prefix = determinePrefix(expect.getState().testPath ?? '');
  const env = { KUBECONFIG: paths.kubeconfig, HELM_CACHE_HOME: join(paths.state, 'helm') };
  let binaries = '';
  let config: KubeConfig | undefined;
  const run = async (binary: string, args: readonly string[], input = '') =>
    (await execa(join(binaries, binary), args, { env, input })).stdout;

  beforeAll(async () => {
    binaries = await determineComponentsFolder(paths.cache);
    config = loadKubeconfig(paths.kubeconfig);
    await ensureImages({ registry: registryHost, names: images, cacheDir: paths.images });
  });
  afterAll(() => removeNamespaces(loadKubeconfig(paths.kubeconfig), prefix));

  return {
    paths,
    gatewayUrl: `http://127.0.0.1:${addresses.ports.gateway}`,
    get config() {
      if (config === undefined) throw new Error('the cluster is there from the first test on, not before');
      return config;
    },
    kubectl: (...args) => run('kubectl', args),
    helm: (...args) => run('helm', args),
    kubectlWith: (kubeconfig, args, input) =>
      withFile(kubeconfig, (file) => run('kubectl', [`--kubeconfig=${file}`, ...args], input)),
    apply: (namespace, text) => run('kubectl', ['apply', '-n', namespace, '-f', '-'], text),
    nameNamespace: (name) => `${prefix}-${name}`,
    createNamespace: async (name) => {
      await run('kubectl', ['create', 'namespace', `${prefix}-${name}`]);
      return `${prefix}-${name}`;
    },
  };
}

async function withFile<T>(text: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-test-'));
  try {
    await writeFile(join(folder, 'file'), text, { mode: 0o600 });
    return await use(join(folder, 'file'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

// Two files may have one name in different folders; a namespace has 63 characters.
function determinePrefix(testPath: string): string {
  const name = basename(testPath).replace(/\..*$/, '').slice(0, 20);
  return `t-${name}-${createHash('sha256').update(testPath).digest('hex').slice(0, 6)}`;
}

async function removeNamespaces(config: KubeConfig, prefix: string): Promise<void> {
  const api = config.makeApiClient(CoreV1Api);
  const list = async () =>
    (await api.listNamespace()).items
      .map(({ metadata }) => metadata?.name ?? '')
      .filter((name) => name.startsWith(`${prefix}-`));
  for (const name of await list()) await deleteNamespace(config, name);
  const deadline = Date.now() + goneWithinMs;
  while ((await list()).length > 0 && Date.now() < deadline) await sleep(200);
  expect(await list(), 'namespaces that are still there').toEqual([]);
  const listVolumes = async () =>
    (await api.listPersistentVolume()).items.filter(({ spec }) => spec?.claimRef?.namespace?.startsWith(`${prefix}-`));
  while ((await listVolumes()).length > 0 && Date.now() < deadline) await sleep(200);
  expect(
    (await listVolumes()).map(({ metadata }) => metadata?.name),
    'volumes that are still there',
  ).toEqual([]);
}
