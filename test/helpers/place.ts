import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { afterEach, beforeEach } from 'vitest';
import type { NamespacePlace, Namespaces } from '../../src/engine/ports/cluster.ts';
import { createDeployerAccess, type KubeDeployerAccess } from '../../src/kube/access/create-deployer-access.ts';
import { createKubeClient, type KubeClient } from '../../src/kube/create-kube-client.ts';
import { createNamespaces } from '../../src/kube/place/create-namespaces.ts';
import { createLogger } from '../../src/logger.ts';
import { parseProfiles } from '../../src/profile/parse-profiles.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { repositoryRoot } from '../house/list-source-files.ts';
import type { BerthChart } from './berth-chart.ts';
import type { TestCluster } from './cluster.ts';

export interface Places {
  /** Talks to the cluster as berth. */
  readonly client: KubeClient;
  readonly namespaces: Namespaces;
  readonly access: KubeDeployerAccess;
  /** Describes the place of an environment in a namespace of the running test file; makes nothing. */
  describe(name: string, changes?: Partial<NamespacePlace>): NamespacePlace;
  /** Runs kubectl as the deployer of a namespace, the way Helm runs. */
  kubectlAsDeployer(namespace: string, args: readonly string[], input?: string): Promise<string>;
}

/** Gives each test berth's own hands on the cluster, with the rights that its chart gives them. */
export function usePlaces(cluster: TestCluster, chart: BerthChart): Places {
  let hands: Pick<Places, 'client' | 'namespaces' | 'access'> | undefined;
  beforeEach(() => {
    hands = createHands(chart);
  });
  afterEach(() => hands?.client.close());
  const current = () => {
    if (hands === undefined) throw new Error('berth has hands on the cluster in a test, not before');
    return hands;
  };
  return {
    get client() {
      return current().client;
    },
    get namespaces() {
      return current().namespaces;
    },
    get access() {
      return current().access;
    },
    describe: (name, changes) => ({
      namespace: cluster.nameNamespace(name),
      environment: { name: `env-${name}`, uid: randomUUID() },
      labels: { 'berth.dev/profile': 'preview' },
      hosts: [`${name}.preview.test`],
      profile: readProfile('preview'),
      ...changes,
    }),
    kubectlAsDeployer: async (namespace, args, input) =>
      cluster.kubectlWith(await current().access.createKubeconfig(namespace, 60_000), args, input),
  };
}

function createHands({ config, installation }: BerthChart): Pick<Places, 'client' | 'namespaces' | 'access'> {
  const client = createKubeClient(config satisfies KubeConfig);
  const log = createLogger({ level: 'fatal', secrets: [] });
  const access = createDeployerAccess({ client, config, log });
  const namespaces = createNamespaces({
    client,
    installation: { ...installation, ingressNamespaces: ['ingress'] },
    log,
    onReplaced: (namespace) => access.forgetNamespace(namespace),
  });
  return { client, namespaces, access };
}

/** One of the profiles that the repository comes with. */
export function readProfile(label: string): Profile {
  const folder = join(repositoryRoot, 'environments');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const texts = files.map((file) => [file.replace('.yaml', ''), readFileSync(join(folder, file), 'utf8')] as const);
  const parsed = parseProfiles(Object.fromEntries(texts));
  const found = parsed.kind === 'profiles' ? parsed.profiles.find((profile) => profile.label === label) : undefined;
  if (found === undefined) throw new Error(`reading profile "${label}": there is none`);
  return found;
}
