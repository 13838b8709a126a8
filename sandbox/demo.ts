import { once } from 'node:events';
import { Command } from 'commander';
import { addresses } from './cluster/addresses.ts';
import { determineClusterPaths } from './cluster/cluster-paths.ts';
import { readContextStatus } from './cluster/client/read-context-status.ts';
import { down } from './cluster/down.ts';
import { createProgress, type Progress } from './cluster/progress.ts';
import { readClusterStatus } from './cluster/read-cluster-status.ts';
import { up } from './cluster/up.ts';
import { readPort } from './github/cli/read-options.ts';
import { start } from './github/cli/start.ts';
import { openSamplePullRequest } from './samples/open-sample-pull-request.ts';
import { sampleFolder } from './samples/sample-folder.ts';
import { runCommand } from './run-command.ts';

interface DemoOptions {
  readonly port: number;
  readonly context?: string;
}

await runCommand((signal) =>
  new Command('demo')
    .description(
      'A cluster, a GitHub and a pull request to look at, all on this machine. Ctrl-C takes everything away again.',
    )
    .option('--port <number>', "the GitHub's port on 127.0.0.1; 0 takes any free one", readPort, 8480)
    .option('--context <name>', 'use this context of your kubeconfig instead of a cluster of our own')
    .action((options: DemoOptions) => runDemo(options, signal)),
);

async function runDemo({ port, context }: DemoOptions, signal: AbortSignal): Promise<void> {
  const progress = createProgress();
  const cluster = await ensureCluster(context, progress, signal);
  try {
    progress('starting the GitHub');
    const started = await start({ port, seed: [sampleFolder] }, (line) => process.stderr.write(`${line}\n`));
    try {
      const pullRequest = await openSamplePullRequest(started.github);
      process.stdout.write(
        renderAddresses(`${started.github.url}/acme/shop/pull/${pullRequest.number}`, cluster.description),
      );
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      await started.stop();
    }
  } finally {
    await cluster.release();
  }
}

interface DemoCluster {
  readonly description: string;
  /** Takes the cluster down if this demo brought it up. */
  release(): Promise<void>;
}

async function ensureCluster(
  context: string | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<DemoCluster> {
  if (context !== undefined) {
    const { server, version } = await readContextStatus(context);
    return { description: `context ${context}: Kubernetes ${version} at ${server}`, release: () => Promise.resolve() };
  }
  const paths = determineClusterPaths();
  const before = await readClusterStatus(paths);
  await up({ progress, signal });
  const description = `KUBECONFIG=${paths.kubeconfig}, gateway at http://127.0.0.1:${addresses.ports.gateway}`;
  return { description, release: () => (before.state === 'down' ? down({ progress }) : Promise.resolve()) };
}

function renderAddresses(page: string, cluster: string): string {
  return `
  pull request  ${page}
  cluster       ${cluster}

Do on the page what people do on GitHub: label, comment, push, merge. Ctrl-C ends everything.
`;
}
