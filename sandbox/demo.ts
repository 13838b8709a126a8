import { once } from 'node:events';
import { Command } from 'commander';
import { ensureDemoCluster, type DemoCluster } from './demo/ensure-demo-cluster.ts';
import { play } from './demo/play.ts';
import { forgetEnvironments, removeEnvironments } from './demo/remove-environments.ts';
import { findFreePort } from './demo/find-free-port.ts';
import { startBerth } from './demo/start-berth.ts';
import { createProgress, type Progress } from './cluster/progress.ts';
import { registryHost } from './cluster/addresses.ts';
import { readPort } from './github/cli/read-options.ts';
import { start, type Started } from './github/cli/start.ts';
import { openSamplePullRequest } from './samples/open-sample-pull-request.ts';
import { runShopCi } from './samples/run-shop-ci.ts';
import { sampleFolder } from './samples/sample-folder.ts';
import { runCommand } from './run-command.ts';
import { UserError } from './user-error.ts';

interface DemoOptions {
  readonly port: number;
  readonly berthPort: number;
  readonly context?: string;
  readonly auto?: boolean;
  readonly json?: boolean;
  readonly log?: string;
}

await runCommand((signal) =>
  new Command('demo')
    .description(
      'A cluster, a GitHub, berth and a pull request to look at, all on this machine. Ctrl-C takes everything away again.',
    )
    .option('--auto', 'play it through by itself: label, live, push, live, unlabel, gone; then end')
    .option('--json', 'with --auto: print the times of its steps as JSON at the end')
    .option('--port <number>', "the GitHub's port on 127.0.0.1; 0 takes any free one", readPort, 8480)
    .option('--berth-port <number>', "berth's port on 127.0.0.1; 0 takes any free one", readPort, 8481)
    .option('--context <name>', 'use this context of your kubeconfig instead of a cluster of our own')
    .option('--log <file>', 'keep the log of berth in this file')
    .action((options: DemoOptions) => runDemo(options, signal)),
);

async function runDemo(options: DemoOptions, signal: AbortSignal): Promise<void> {
  const progress = createProgress();
  const undo: (() => Promise<void>)[] = [];
  try {
    const cluster = await ensureDemoCluster(options.context, progress, signal);
    undo.push(() => cluster.release());
    await runStage(options, cluster, { progress, signal, undo });
  } finally {
    for (const step of undo.toReversed()) await step();
  }
}

interface Surroundings {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** What has to be taken away at the end, the last first. */
  readonly undo: (() => Promise<void>)[];
}

async function runStage(options: DemoOptions, cluster: DemoCluster, around: Surroundings): Promise<void> {
  const { progress, signal, undo } = around;
  const berthPort = options.berthPort === 0 ? await findFreePort() : options.berthPort;
  const sample = await startSample({ ...options, berthPort }, cluster, around);
  const { github } = sample;
  const place = { config: cluster.config, namespace: cluster.berthNamespace };
  await forgetEnvironments(place);
  progress('starting berth');
  const berth = await startBerth({
    port: berthPort,
    gitHub: { ...sample.app, apiUrl: github.apiUrl, appId: github.state.app.id },
    kubeConfig: cluster.berthConfig,
    namespace: cluster.berthNamespace,
    helm: cluster.helm,
    // A demo that was killed has ended: this one need not wait for its Lease to expire.
    settings: { POD_NAME: 'demo' },
    ...(options.log !== undefined && { logFile: options.log }),
  });
  undo.push(
    () => berth.stop(),
    () => removeEnvironments(place, progress),
  );
  const page = `${github.url}/acme/shop/pull/${sample.pullRequest.number}`;
  const addresses = renderAddresses(page, berth.url, cluster);
  if (options.auto !== true) {
    process.stdout.write(`${addresses}\n${renderInvitation()}\n`);
    if (!signal.aborted) await once(signal, 'abort');
    return;
  }
  // By itself it only tells how it goes on; what it found out is all that is for other programs.
  process.stderr.write(addresses);
  const played = await play({ ...sample, ...cluster, tell: progress, signal });
  if (options.json === true) process.stdout.write(`${JSON.stringify(played)}\n`);
}

/** The GitHub with the sample repository, its pull request, and the CI that builds its images. */
async function startSample({ port, berthPort }: DemoOptions, { imageCache }: DemoCluster, around: Surroundings) {
  const { progress, undo } = around;
  progress('starting the GitHub');
  const webhookUrl = `http://127.0.0.1:${berthPort}/api/github/webhooks`;
  const app = await start({ port, seed: [sampleFolder], webhookUrl }, tellGitHub);
  undo.push(() => app.stop());
  const { github } = app;
  const pullRequest = await openSamplePullRequest(github);
  const repository = findShop(app);
  const ci = runShopCi({ github, repository, registry: registryHost, cacheDir: imageCache, onProgress: progress });
  undo.push(() => ci.stop());
  return { app, github, pullRequest, repository, ci };
}

function tellGitHub(line: string): void {
  process.stderr.write(`${line}\n`);
}

function findShop({ repositories }: Started) {
  const [shop] = repositories;
  if (shop === undefined) throw new UserError('the sample repository acme/shop is not there: start the demo again');
  return shop;
}

function renderAddresses(page: string, berth: string, { description }: DemoCluster): string {
  return `
  pull request  ${page}
  berth         ${berth}
  cluster       ${description}
`;
}

function renderInvitation(): string {
  return 'Do on the page what people do on GitHub: label, comment, push, merge. Ctrl-C ends everything.';
}
