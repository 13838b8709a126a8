import { once } from 'node:events';
import { Command } from 'commander';
import { loadKubeconfig } from '../cluster/client/load-kubeconfig.ts';
import { runCommand } from '../run-command.ts';
import { UserError } from '../user-error.ts';
import { createGateway } from './create-gateway.ts';
import { watchCluster } from './watch-cluster.ts';

interface Options {
  readonly kubeconfig: string;
  readonly port: string;
}

await runCommand((signal) =>
  new Command('gateway')
    .description('Serves every Ingress of a cluster on one loopback port, by Host header.')
    .requiredOption('--kubeconfig <file>', 'cluster to serve')
    .requiredOption('--port <number>', 'port on 127.0.0.1')
    .action((options: Options) => runGateway(options, signal)),
);

/** Serves until it is told to stop. The cluster may come and go meanwhile: what was last seen of it is served. */
async function runGateway({ kubeconfig, port }: Options, signal: AbortSignal): Promise<void> {
  const watch = watchCluster(loadKubeconfig(kubeconfig));
  const gateway = createGateway(watch.view);
  try {
    gateway.listen(Number(port), '127.0.0.1');
    await once(gateway, 'listening');
    if (!signal.aborted) await once(signal, 'abort');
  } catch (cause) {
    throw new UserError(`listening on port ${port} did not work: choose a free one with --port`, { cause });
  } finally {
    await watch.stop();
    gateway.close();
    gateway.closeAllConnections();
  }
}
