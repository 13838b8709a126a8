import type { DeployOptions, PeerRun } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
import { withCommands } from '../commands/with-commands.ts';
import { openHelmFolder, type HelmFolder } from './open-helm-folder.ts';

type RunHelm = (args: readonly string[]) => Promise<void>;

/** Lets `work` run Helm for a graph, and tells what that took. */
export async function runHelms(
  host: PeerHost,
  { graph, signal }: DeployOptions,
  work: (helm: RunHelm, folder: HelmFolder) => Promise<void>,
): Promise<PeerRun> {
  await using folder = await openHelmFolder(host, graph);
  const { environment } = folder;
  const { commands, ...cost } = await withCommands({ environment, signal }, (run) =>
    work((args) => run(host.helm, args), folder),
  );
  return { ...cost, helmActions: commands };
}
