import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import PQueue from 'p-queue';
import type { Logger as PinoLogger } from 'pino';
import type { Probot } from 'probot';
import { createApp } from './app.ts';
import { BerthError } from './berth-error.ts';
import { createClock } from './create-clock.ts';
import { determineHelmSlots } from './determine-helm-slots.ts';
import { Engine, type EngineLoad } from './engine/engine.ts';
import type { EngineParts } from './engine/engine-parts.ts';
import { HeadStarts } from './engine/graph/head-starts.ts';
import { measureHelm } from './engine/graph/measure-helm.ts';
import type { Clock } from './engine/ports/clock.ts';
import type { Telemetry } from './engine/ports/telemetry.ts';
import { FairQueue } from './engine/fair-queue.ts';
import { createGitHubClients } from './github/create-github-clients.ts';
import { createGitHubReader } from './github/create-github-reader.ts';
import { createGitHubWriter } from './github/create-github-writer.ts';
import { createProbot } from './github/create-probot.ts';
import { measureRequests } from './github/measure-requests.ts';
import { readGitSource } from './github/read-git-source.ts';
import { createSourceReader } from './github/sources/create-source-reader.ts';
import { createSteadyClock } from './create-steady-clock.ts';
import { Shares } from './engine/shares/shares.ts';
import { createCharts } from './helm/charts/create-charts.ts';
import { createHelm } from './helm/create-helm.ts';
import { createWatchman, type Watchman } from './helm/create-watchman.ts';
import { createLauncher, type Launcher } from './helm/launcher/create-launcher.ts';
import { createCluster, type RunningCluster } from './kube/create-cluster.ts';
import { loadKubeConfig } from './kube/load-kube-config.ts';
import type { Logger } from './logger.ts';
import { renderProblem } from './manifest/document/problem.ts';
import { createProber } from './probe/create-prober.ts';
import { parseProfiles } from './profile/parse-profiles.ts';
import type { Profile } from './profile/profile.ts';
import type { Settings } from './settings.ts';

export interface Berth {
  readonly probot: Probot;
  readonly cluster: RunningCluster;
  /** How much there is to do at the moment. */
  readLoad(): EngineLoad;
  /** Begins once the cluster has told what there is. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface BerthOptions {
  readonly telemetry: Telemetry;
  readonly settings: Settings;
  readonly log: PinoLogger;
}

/** Puts the worlds and the engine together. */
export async function createBerth({ settings, telemetry, log }: BerthOptions): Promise<Berth> {
  const cluster = createCluster({ config: loadKubeConfig(), installation: settings.kube, telemetry, log });
  const { github } = settings;
  const probot = createProbot({ ...github, webhookSecret: github.webhookSecrets[0], log });
  const { shares, watchman } = createShares(settings, cluster, log);
  const { launcher, ...worlds } = await createWorlds({ settings, probot, shares, telemetry, log });
  const clock = createClock();
  const engine = new Engine({
    ...worlds,
    helm: measureHelm(worlds.helm, { telemetry, clock }),
    cluster,
    clock,
    telemetry,
    profiles: await loadProfiles(settings.environmentsFolder),
    publicUrl: settings.publicUrl,
    githubUrl: github.siteUrl,
    sweepIntervalMs: settings.sweepIntervalSeconds * 1_000,
    shares,
    ...createRoom(clock, log),
    log,
  });
  await probot.load(createApp(createWake(engine, log)), { cwd: process.cwd(), addHandler: () => undefined });
  const stopping = new AbortController();
  return {
    probot,
    cluster,
    readLoad: () => engine.load,
    async start() {
      await cluster.whenSynced(stopping.signal);
      await shares.start();
      if (!stopping.signal.aborted) engine.start();
    },
    async stop() {
      stopping.abort();
      await engine.stop();
      await shares.stop();
      await Promise.all([cluster.stop(), watchman.stop(), launcher.stop()]);
    },
  };
}

/** The limit of the container is 0 or beyond all memory where there is none. */
function createRoom(clock: Clock, log: Logger): Pick<EngineParts, 'slots' | 'headStarts'> {
  const limit = process.constrainedMemory();
  const memoryBytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const concurrency = determineHelmSlots({ cores: availableParallelism(), memoryBytes });
  const slots: EngineParts['slots'] = new PQueue({ concurrency, queueClass: FairQueue });
  return { slots, headStarts: new HeadStarts({ slots, clock, log }) };
}

function createShares(
  { replica }: Settings,
  cluster: RunningCluster,
  log: Logger,
): { readonly shares: Shares; readonly watchman: Watchman } {
  const watchman = createWatchman(log);
  const shares = new Shares({
    leases: cluster.leases,
    fences: cluster.fences,
    environments: cluster.environments,
    clock: createSteadyClock(),
    durationMs: replica.leaseSeconds * 1_000,
    pod: replica.pod,
    onExtend: (untilMs) => watchman.extend(untilMs),
    log,
  });
  return { shares, watchman };
}

interface Worlds extends Pick<EngineParts, 'github' | 'sources' | 'charts' | 'helm' | 'prober'> {
  readonly launcher: Launcher;
}

interface WorldsOptions {
  readonly telemetry: Telemetry;
  readonly settings: Settings;
  readonly probot: Probot;
  readonly shares: Shares;
  readonly log: Logger;
}

async function createWorlds({ settings, probot, shares, telemetry, log }: WorldsOptions): Promise<Worlds> {
  const { helmPath, ingressAddress, cacheFolder = join(tmpdir(), 'berth') } = settings;
  const clients = createGitHubClients(async (installation) => {
    const octokit = await probot.auth(installation);
    measureRequests(octokit, { telemetry, installation });
    return octokit;
  });
  const sources = await createSourceReader({ clients, folder: join(cacheFolder, 'sources') });
  // What a berth that was killed left behind holds values and access.
  const helmFolder = join(cacheFolder, 'helm');
  await rm(helmFolder, { recursive: true, force: true });
  await rm(join(cacheFolder, 'charts', 'pulling'), { recursive: true, force: true });
  await mkdir(helmFolder, { recursive: true, mode: 0o700 });
  log.debug({ path: cacheFolder }, 'keeping sources and charts');
  const launcher = createLauncher({ log });
  return {
    github: { ...createGitHubReader(clients), ...createGitHubWriter(clients) },
    sources,
    charts: createCharts({
      helmPath,
      cacheFolder: join(cacheFolder, 'charts'),
      readGitSource: (source, signal) => readGitSource(source, { clients, sources }, signal),
    }),
    helm: createHelm({
      ...{ helmPath, temporaryFolder: helmFolder, runHelm: launcher.run },
      determineEndMs: () => shares.endsAtMs,
    }),
    prober: createProber({ ingressAddress }),
    launcher,
  };
}

/** Reads the profiles of a folder. Throws a BerthError that lists all that is wrong with them. */
async function loadProfiles(folder: string): Promise<readonly Profile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(
    names.map(async (name) => [name.replace(/\.yaml$/, ''), await readFile(join(folder, name), 'utf8')] as const),
  );
  const parsed = parseProfiles(Object.fromEntries(texts));
  if (parsed.kind === 'profiles') return parsed.profiles;
  throw new BerthError(`reading the profiles in "${folder}":\n${parsed.problems.map(renderProblem).join('\n')}`);
}

function createWake(engine: Engine, log: Logger): Parameters<typeof createApp>[0] {
  return {
    pullRequest: (key, delivery, told) => {
      log.debug({ key, delivery }, 'woken');
      const at = key.lastIndexOf('#');
      engine.wakePullRequest({ repository: key.slice(0, at), number: Number(key.slice(at + 1)) }, told);
    },
    commit: (commit, delivery) => {
      log.debug({ repository: commit.repository, commit: commit.sha, delivery }, 'woken');
      engine.wakeCommit(commit);
    },
    repository: (repository, delivery) => {
      log.debug({ repository, delivery }, 'woken');
      engine.wakeRepository(repository);
    },
  };
}
