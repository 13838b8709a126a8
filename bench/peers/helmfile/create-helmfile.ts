import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHelmCounter } from '../../berth/create-helm-counter.ts';
import { ensurePeerBinaries } from '../build/ensure-peer-binaries.ts';
import { withCommands } from '../commands/with-commands.ts';
import { openHelmFolder } from '../helm/open-helm-folder.ts';
import type { DeployOptions, Peer, PeerRun } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
import { renderHelmfile } from './render-helmfile.ts';

/** `sync` upgrades every release; `apply` only those that have changed. */
export type HelmfileCommand = 'sync' | 'apply';

/** helmfile, with one helmfile.yaml for the whole graph. */
export function createHelmfile(host: PeerHost, command: HelmfileCommand): Peer {
  let binary = '';
  const run = (options: DeployOptions, args: readonly string[]) => runHelmfile(host, { ...options, binary, args });
  return {
    name: `helmfile-${command}`,
    title: `helmfile ${command}`,
    settings: `helmfile 1.7.4 with helm 4.2.4: ${['helmfile', ...commands[command]].join(' ')}, needs for the dependencies, helmDefaults as berth's helm has them`,
    start: async ({ signal }) => {
      const { cache, progress } = host;
      binary = join(await ensurePeerBinaries({ module: 'helmfile', cache, progress, signal }), 'helmfile');
    },
    deploy: (options) => run(options, commands[command]),
    remove: (options) => run(options, ['destroy', '--concurrency=0']),
    stop: () => Promise.resolve(),
  };
}

const commands = {
  sync: ['sync', '--concurrency=0', '--wait', '--skip-deps'],
  apply: ['apply', '--concurrency=0', '--wait', '--skip-deps', '--skip-diff-on-install', '--suppress-diff'],
} as const satisfies Record<HelmfileCommand, readonly string[]>;

interface Run extends DeployOptions {
  readonly binary: string;
  readonly args: readonly string[];
}

async function runHelmfile(host: PeerHost, { graph, namespace, signal, binary, args }: Run): Promise<PeerRun> {
  await using folder = await openHelmFolder(host, graph);
  const helm = await createHelmCounter(folder.path, host.helm);
  const file = join(folder.path, 'helmfile.yaml');
  await writeFile(file, renderHelmfile({ graph, namespace, locateValues: folder.locateValues }));
  const environment = {
    ...folder.environment,
    HELMFILE_CACHE_HOME: join(folder.path, 'helmfile'),
    HELMFILE_UPGRADE_NOTICE_DISABLED: 'true', // it would ask for the newest version
  };
  const { cpuSeconds, peakMemoryBytes } = await withCommands({ environment, signal }, (run) =>
    run(binary, [`--file=${file}`, `--helm-binary=${helm.path}`, '--quiet', ...args]),
  );
  return { cpuSeconds, peakMemoryBytes, helmActions: await helm.count() };
}
