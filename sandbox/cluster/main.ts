import { Command } from 'commander';
import { runCommand } from '../run-command.ts';
import { addresses, registryHost } from './addresses.ts';
import { determineClusterPaths } from './cluster-paths.ts';
import { determineComponentsFolder } from './build/ensure-components.ts';
import { down } from './down.ts';
import { createProgress } from './progress.ts';
import { readContextStatus } from './client/read-context-status.ts';
import { readClusterStatus } from './read-cluster-status.ts';
import { renderContextStatus, renderStatus } from './render-status.ts';
import { up } from './up.ts';

interface Options {
  readonly context?: string;
  readonly json?: boolean;
}

const contextFlags = '--context <name>';
const contextHelp = 'use this context of your kubeconfig instead of a cluster of our own';

await runCommand((signal) => {
  const program = new Command('cluster').description(
    'A real Kubernetes on this machine, for the demo, tests and benchmarks.',
  );
  program
    .command('up')
    .description('start the cluster, or what of it has stopped; the first time builds it')
    .option(contextFlags, contextHelp)
    .action((options: Options) => runUp(options, signal));
  program
    .command('down')
    .description('stop the cluster and remove every trace of it but the cache')
    .action(() => down({ progress: createProgress() }));
  program
    .command('status')
    .description('show what runs; exits with 1 unless all of it does')
    .option(contextFlags, contextHelp)
    .option('--json', 'print JSON')
    .action((options: Options) => runStatus(options));
  program
    .command('kubeconfig')
    .description('print the path of the kubeconfig: export KUBECONFIG=$(npm run -s cluster -- kubeconfig)')
    .action(() => print(determineClusterPaths().kubeconfig));
  return program;
});

async function runUp({ context }: Options, signal: AbortSignal): Promise<void> {
  if (context !== undefined) return runStatus({ context });
  await up({ progress: createProgress(), signal });
  const paths = determineClusterPaths();
  print(`The cluster is up.

  kubectl   export KUBECONFIG=${paths.kubeconfig} PATH=${await determineComponentsFolder(paths.cache)}:$PATH
  gateway   http://127.0.0.1:${addresses.ports.gateway} serves every Ingress by its Host header
  registry  ${registryHost}
  status    npm run cluster -- status
  stop      npm run cluster -- down`);
}

async function runStatus({ context, json }: Options): Promise<void> {
  if (context !== undefined) {
    const status = await readContextStatus(context);
    print(json === true ? JSON.stringify(status, undefined, 2) : renderContextStatus(status));
    return;
  }
  const status = await readClusterStatus(determineClusterPaths());
  print(json === true ? JSON.stringify(status, undefined, 2) : renderStatus(status));
  if (status.state !== 'up') process.exitCode = 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
