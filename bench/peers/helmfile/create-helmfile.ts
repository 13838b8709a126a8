import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadKubeconfig } from '../../../sandbox/cluster/client/load-kubeconfig.ts';
import { UserError } from '../../../sandbox/user-error.ts';
import { createHelmCounter } from '../../berth/create-helm-counter.ts';
import { ensurePeerBinaries } from '../build/ensure-peer-binaries.ts';
import { withCommands } from '../commands/with-commands.ts';
import { isStillGoing } from '../helm/is-still-going.ts';
import { forShortLives, openHelmFolder } from '../helm/open-helm-folder.ts';
import type { BenchGraph } from '../../graphs/bench-graph.ts';
import type { DeployOptions, Peer, PeerRun } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
import { waitUntilGone } from '../readiness/wait-for-workloads.ts';
import { renderHelmfile } from './render-helmfile.ts';

/** `sync` upgrades every release; `apply` only those that have changed. */
export type HelmfileCommand = 'sync' | 'apply';

/** helmfile, with one helmfile.yaml for the whole graph. */
export function createHelmfile(host: PeerHost, command: HelmfileCommand): Peer {
  let binary = '';
  const run = (options: DeployOptions, args: readonly string[]) =>
    runHelmfile(host, { ...options, binary, args: [...args, `--concurrency=${determineConcurrency(options.graph)}`] });
  return {
    name: `helmfile-${command}`,
    title: `helmfile ${command}`,
    settings:
      `helmfile 1.7.4 with helm 4.2.4: helmfile ${commands[command].join(' ')} --concurrency=0 ` +
      `(${helmsAtOnce} above ${mostAtOnce} releases, for memory), needs for the dependencies, helmDefaults and environment as berth's helm has them`,
    start: async ({ signal }) => {
      const { cache, progress } = host;
      binary = join(await ensurePeerBinaries({ module: 'helmfile', cache, progress, signal }), 'helmfile');
    },
    deploy: (options) => run(options, commands[command]),
    remove: async (options) => {
      const cost = await run(options, ['destroy', '--deleteWait', '--deleteTimeout=1800']);
      const { namespace, signal } = options;
      await waitUntilGone({ config: loadKubeconfig(host.kubeconfig), namespace, signal });
      return cost;
    },
    stop: () => Promise.resolve(),
  };
}

const commands = {
  sync: ['sync', '--wait', '--skip-deps'],
  // The plugin that compares is no Go module that can be had; what is new needs no comparing.
  apply: ['apply', '--wait', '--skip-deps', '--skip-diff-on-install'],
} as const satisfies Record<HelmfileCommand, readonly string[]>;

const mostAtOnce = 100;
const helmsAtOnce = 4 * availableParallelism();

/** 0 is no bound: a Helm that waits holds its place. Each takes 55 MB, though. */
function determineConcurrency({ releases }: BenchGraph): number {
  return releases.length > mostAtOnce ? helmsAtOnce : 0;
}

interface Run extends DeployOptions {
  readonly binary: string;
  readonly args: readonly string[];
}

async function runHelmfile(host: PeerHost, { graph, namespace, signal, binary, args }: Run): Promise<PeerRun> {
  await using folder = await openHelmFolder(host, graph);
  const helm = await createHelmCounter(folder.path, host.helm, forShortLives);
  const file = join(folder.path, 'helmfile.yaml');
  await writeFile(file, renderHelmfile({ graph, namespace, locateValues: folder.locateValues }));
  const environment = {
    ...folder.environment,
    HELMFILE_CACHE_HOME: join(folder.path, 'helmfile'),
    HELMFILE_UPGRADE_NOTICE_DISABLED: 'true', // it would ask for the newest version
  };
  const { cpuSeconds, peakMemoryBytes } = await withCommands({ environment, signal }, (run) =>
    untilDone(() => run(binary, [...args, `--file=${file}`, `--helm-binary=${helm.path}`, '--quiet']).catch(explain)),
  );
  return { cpuSeconds, peakMemoryBytes, helmActions: await helm.count() };
}

function explain(error: unknown): never {
  if (!(error instanceof Error) || !error.message.includes('unknown command "diff" for "helm"')) throw error;
  throw new UserError(
    'helmfile apply compares what is already there with the plugin helm-diff, which cannot be built here',
  );
}

const triesAtMost = 3;

/** helmfile stops where Helm says that an object is still going; told once more, it goes on from there. */
async function untilDone(run: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await run();
      return;
    } catch (error) {
      if (!isStillGoing(error) || tries === triesAtMost) throw error;
    }
  }
}
