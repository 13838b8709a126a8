import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, type KubeConfig, type V1Namespace } from '@kubernetes/client-node';
import { installChart } from '../../sandbox/berth/install-chart.ts';
import { removeChart } from '../../sandbox/berth/remove-chart.ts';
import { deleteNamespace } from '../../sandbox/cluster/client/delete-namespace.ts';
import { forgetEnvironments } from '../../sandbox/demo/remove-environments.ts';
import { findFreePort } from '../../sandbox/demo/find-free-port.ts';
import { startBerth, type RunningBerth } from '../../sandbox/demo/start-berth.ts';
import { UserError } from '../../sandbox/user-error.ts';
import type { BenchCluster } from '../ensure-bench-cluster.ts';
import { createHelmCounter, type HelmCounter } from './create-helm-counter.ts';
import { renderProfile } from './render-profile.ts';
import { startGitHubStage, type GitHubStage } from './start-github-stage.ts';
import { watchEnvironments, type EnvironmentWatch } from './watch-environments.ts';

/** An installation of berth for the benchmark alone: a process with the rights of its chart, and a GitHub that it works for. */
export interface BenchBerth {
  readonly stage: GitHubStage;
  readonly environments: EnvironmentWatch;
  readonly helms: HelmCounter;
  readonly url: string;
  readonly process: ReplaceableBerth;
  /** Takes all of it away. */
  stop(): Promise<void>;
}

export interface ReplaceableBerth {
  readonly pid: number;
  /** SIGKILL, as when a node is lost. */
  kill(): Promise<void>;
  /** Another one in the place of one that was killed. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The namespace of berth, the name of its installation, and the beginning of the names of its environments' namespaces. */
export const benchInstallation = 'berth-bench';
const goneWithinMs = 120_000;

export async function startBenchBerth(cluster: BenchCluster, logFile?: string): Promise<BenchBerth> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    return await start(cluster, { undo, stop, logFile });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Surroundings {
  readonly undo: (() => Promise<unknown>)[];
  readonly stop: () => Promise<void>;
  readonly logFile: string | undefined;
}

async function start(cluster: BenchCluster, { undo, stop, logFile }: Surroundings): Promise<BenchBerth> {
  const { config, helm } = cluster;
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const kubeConfig = await install(cluster, undo);
  const port = await findFreePort();
  const webhookSecret = randomBytes(20).toString('hex');
  const stage = await startGitHubStage(webhookSecret, `http://127.0.0.1:${port}/api/github/webhooks`);
  undo.push(() => stage.github.close());
  const environments = watchEnvironments(config, benchInstallation);
  undo.push(() => {
    environments.close();
    return Promise.resolve();
  });
  const helms = await createHelmCounter(folder, helm);
  const files = await writeFiles(folder, stage.github.privateKey);
  const { apiUrl, state } = stage.github;
  const startOne = () =>
    startBerth({
      ...{ port, kubeConfig, helm: helms.path, profiles: files.profiles },
      gitHub: { apiUrl, appId: state.app.id, privateKeyFile: files.key, webhookSecret },
      ...{ namespace: benchInstallation, name: benchInstallation },
      // One that is killed begins again in the same pod, as a container does.
      settings: { LOG_LEVEL: 'info', POD_NAME: benchInstallation },
      ...(logFile !== undefined && { logFile }),
    });
  const process = await createReplaceable(startOne);
  undo.push(() => process.stop());
  return { stage, environments, helms, process, url: `http://127.0.0.1:${port}`, stop };
}

async function createReplaceable(startOne: () => Promise<RunningBerth>): Promise<ReplaceableBerth> {
  let berth: RunningBerth | undefined = await startOne();
  const end = async (how: 'kill' | 'stop') => {
    const ending = berth;
    berth = undefined;
    await ending?.[how]();
  };
  return {
    get pid() {
      return berth?.pid ?? 0;
    },
    kill: () => end('kill'),
    restart: async () => {
      berth = await startOne();
    },
    stop: () => end('stop'),
  };
}

/** Also takes away what a benchmark that was killed left behind. */
async function install({ config, helm }: BenchCluster, undo: Surroundings['undo']): Promise<KubeConfig> {
  const place = { config, namespace: benchInstallation };
  const chart = { config, helm, release: benchInstallation, namespace: benchInstallation, sharedSecrets: [] };
  await untilGone(config);
  const account = await installChart(chart);
  undo.push(
    () => deleteNamespace(config, benchInstallation),
    () => removeChart(chart),
    () => forgetEnvironments(place),
  );
  await forgetEnvironments(place);
  return account;
}

/** What an earlier benchmark left is still going: nothing can be made in a namespace meanwhile. */
async function untilGone(config: KubeConfig): Promise<void> {
  const core = config.makeApiClient(CoreV1Api);
  const isGoing = ({ metadata, status }: V1Namespace) =>
    metadata?.name?.startsWith(benchInstallation) === true && status?.phase === 'Terminating';
  const deadline = Date.now() + goneWithinMs;
  while ((await core.listNamespace()).items.some(isGoing)) {
    if (Date.now() > deadline) {
      throw new UserError('namespaces of an earlier benchmark do not go: look at what holds them');
    }
    await sleep(500);
  }
}

async function writeFiles(folder: string, privateKey: string): Promise<{ key: string; profiles: string }> {
  const key = join(folder, 'key.pem');
  await writeFile(key, privateKey, { mode: 0o600 });
  const profiles = join(folder, 'profiles');
  await mkdir(profiles);
  await writeFile(join(profiles, 'preview.yaml'), renderProfile(benchInstallation));
  return { key, profiles };
}
