import { copyFile, mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { KubeConfig } from '@kubernetes/client-node';
import { execa } from 'execa';
import { readImageMemory } from '../berth/read-image-memory.ts';
import { addresses } from '../cluster/addresses.ts';
import { UserError } from '../user-error.ts';
import { findFreePort } from './find-free-port.ts';

export interface BerthOptions {
  readonly port: number;
  readonly gitHub: {
    readonly apiUrl: string;
    readonly appId: number;
    readonly privateKeyFile: string;
    readonly webhookSecret: string;
  };
  /** Authenticates as berth's own account. */
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
  /** Of the installation of its chart, if it is not `berth`. */
  readonly name?: string;
  readonly helm: string;
  /** The folder with the profiles that extend the shipped base; without it, the sandbox's own. */
  readonly profiles?: string;
  readonly sweepIntervalSeconds?: number;
  /** Environment variables that berth gets besides. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The log is kept here when berth has stopped; without it, it goes along with all else. */
  readonly logFile?: string;
}

export interface RunningBerth {
  readonly url: string;
  readonly pid: number;
  /** SIGTERM, as Kubernetes would; resolves once it has ended. */
  stop(): Promise<void>;
  /** SIGKILL, as a lost node would. */
  kill(): Promise<void>;
}

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));
const sandboxProfiles = fileURLToPath(new URL('../berth/environments', import.meta.url));
const readyWithinMs = 30_000;

/** Starts berth as a process of its own, with the settings that its users would give it, and resolves once it is ready. */
export async function startBerth(options: BerthOptions): Promise<RunningBerth> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-'));
  const port = options.port === 0 ? await findFreePort() : options.port;
  const url = `http://127.0.0.1:${port}`;
  const env = await prepareSettings(options, folder, port);
  const child = execa(process.execPath, [join(repositoryRoot, 'src', 'main.ts')], {
    cwd: folder,
    env,
    extendEnv: false,
    reject: false,
    buffer: false,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const log = createWriteStream(options.logFile ?? join(folder, 'berth.log'), { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    await child;
    await new Promise((resolve) => log.end(resolve));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(url, child);
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return { url, pid: child.pid ?? 0, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function prepareSettings(options: BerthOptions, folder: string, port: number): Promise<Record<string, string>> {
  const { gitHub, kubeConfig, namespace, name, helm, profiles = sandboxProfiles, sweepIntervalSeconds = 60 } = options;
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, kubeConfig.exportConfig(), { mode: 0o600 });
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    TMPDIR: folder,
    ...(await readImageMemory()),
    NODE_ENV: 'production',
    APP_ID: String(gitHub.appId),
    PRIVATE_KEY_PATH: gitHub.privateKeyFile,
    WEBHOOK_SECRET: gitHub.webhookSecret,
    GITHUB_API_URL: gitHub.apiUrl,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LISTEN_PORT: String(port),
    KUBECONFIG: kubeconfig,
    KUBE_NAMESPACE: namespace,
    ...(name !== undefined && { KUBE_NAME: name }),
    HELM_PATH: helm,
    CACHE_FOLDER: join(folder, 'cache'),
    INGRESS_ADDRESS: `127.0.0.1:${addresses.ports.gateway}`,
    ENVIRONMENTS_FOLDER: await gatherProfiles(profiles, folder),
    SWEEP_INTERVAL_SECONDS: String(sweepIntervalSeconds),
    LOG_LEVEL: 'debug',
    ...options.settings,
  };
}

/** The shipped base with the given profiles on top. */
async function gatherProfiles(given: string, folder: string): Promise<string> {
  const profiles = join(folder, 'environments');
  await mkdir(profiles);
  await copyFile(join(repositoryRoot, 'environments', 'base.yaml'), join(profiles, 'base.yaml'));
  for (const file of await readdir(given)) await copyFile(join(given, file), join(profiles, file));
  return profiles;
}

async function untilReady(url: string, child: PromiseLike<unknown>): Promise<void> {
  const ended = Promise.resolve(child).then(() => 'ended' as const);
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    const ready = fetch(`${url}/readyz`, { headers: { connection: 'close' } }).then(
      (response) => response.ok,
      () => false,
    );
    const outcome = await Promise.race([ready, ended]);
    if (outcome === 'ended') throw new UserError('berth ended before it was ready: see its log');
    if (outcome) return;
    await sleep(50);
  }
  throw new UserError(`berth was not ready within ${readyWithinMs / 1_000} s: see its log`);
}
