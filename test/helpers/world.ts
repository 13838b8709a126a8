import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { untilPoliciesAreInForce } from '../../sandbox/berth/until-policies-are-in-force.ts';
import type { ObservedRelease } from '../../src/engine/ports/world.ts';
import { createKubeClient, type KubeClient } from '../../src/kube/create-kube-client.ts';
import { createWorld, type RunningWorld } from '../../src/kube/world/create-world.ts';
import { createLogger } from '../../src/logger.ts';
import type { TestCluster } from './cluster.ts';

/** A world for each test, which sees what Helm installs in namespaces that are stamped as berth's are. */
export function useWorld(cluster: TestCluster, policy: string): WorldStage {
  const stage = new WorldStage(cluster);
  beforeAll(async () => {
    stage.folder = await mkdtemp(join(tmpdir(), 'berth-world-'));
    // The policy of berth's own chart, under a name of this file.
    const rendered = await cluster.helm(
      ...['template', policy, 'deploy/berth', '--show-only', 'templates/policies/stamp.yaml'],
    );
    await cluster.apply('default', rendered);
    await untilPoliciesAreInForce(cluster.config, { prefix: cluster.nameNamespace('policy'), isPlaced: false });
  });
  afterAll(async () => {
    const names = ['stamp', 'stamp-warnings'].map((name) => `${policy}-berth-${name}`);
    await cluster.kubectl('delete', 'mutatingadmissionpolicy,mutatingadmissionpolicybinding', ...names);
    await rm(stage.folder, { recursive: true });
  });
  beforeEach(() => {
    stage.client = createKubeClient(cluster.config);
    stage.world = createWorld({ client: stage.client, log: createLogger({ level: 'silent', secrets: [] }) });
    stage.changes = [];
    stage.world.onChange((environment) => stage.changes.push(environment));
  });
  afterEach(async () => {
    await stage.world.stop();
    await stage.client.close();
  });
  return stage;
}

export const soon = { timeout: 60_000, interval: 20 };

class WorldStage {
  folder = '';
  client!: KubeClient;
  world!: RunningWorld;
  /** The environments of which a change was told. */
  changes: string[] = [];
  readonly #cluster: TestCluster;

  constructor(cluster: TestCluster) {
    this.#cluster = cluster;
  }

  /** Other tests have environments at the same time. */
  environmentOf(namespace: string): string {
    return `env-${namespace}`;
  }

  async createEnvironment(name: string): Promise<string> {
    const namespace = await this.#cluster.createNamespace(name);
    const environment = this.environmentOf(namespace);
    await this.#cluster.kubectl('label', 'namespace', namespace, `berth.dev/environment=${environment}`);
    await this.#cluster.kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=baseline');
    await this.world.watchNamespace(namespace, environment, new AbortController().signal);
    return namespace;
  }

  /** Installs a chart of these objects the way berth does, and reads them anew. */
  async install(namespace: string, release: string, ...objects: readonly object[]): Promise<ObservedRelease> {
    const chart = join(this.folder, `${namespace}-${release}`);
    await mkdir(join(chart, 'templates'), { recursive: true });
    await writeFile(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: release, version: '0.1.0' }));
    await writeFile(
      join(chart, 'templates', 'all.yaml'),
      objects.map((object) => JSON.stringify(object)).join('\n---\n'),
    );
    await this.#cluster.helm(
      'upgrade',
      '--install',
      release,
      chart,
      '-n',
      namespace,
      '--labels',
      'berth.dev/digest=d1',
    );
    await this.world.refreshRelease(namespace, release);
    return this.observe(namespace, release);
  }

  observe(namespace: string, release: string): ObservedRelease {
    const observed = this.world.observe(namespace).releases.get(release);
    if (observed === undefined) throw new Error(`there is no release "${release}"`);
    return observed;
  }

  async waitFor(namespace: string, release: string, readiness: object): Promise<void> {
    await vi.waitFor(() => expect(this.observe(namespace, release).readiness).toMatchObject(readiness), soon);
  }
}
