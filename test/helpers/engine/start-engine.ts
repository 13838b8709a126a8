import PQueue from 'p-queue';
import { pino } from 'pino';
import { HeadStarts } from '../../../src/engine/graph/head-starts.ts';
import { FairQueue } from '../../../src/engine/fair-queue.ts';
import { Engine } from '../../../src/engine/engine.ts';
import { Shares } from '../../../src/engine/shares/shares.ts';
import type { Charts, PreparedChart } from '../../../src/engine/ports/helm.ts';
import { renderChart } from '../../../src/manifest/schema/chart.ts';
import type { Told } from '../../../src/engine/intake/told.ts';
import type { Environment } from '../../../src/environment/environment.ts';
import type { Profile } from '../../../src/profile/profile.ts';
import { aProfile } from '../../plan/inputs.ts';
import { createHandClock, settle, type HandClock } from '../hand-clock.ts';
import { createFakeCluster, type FakeCluster } from './create-fake-cluster.ts';
import { createFakeGitHub, type FakeGitHub } from './create-fake-github.ts';
import { createFakeFences } from './create-fake-fences.ts';
import { createFakeLeases } from './create-fake-leases.ts';
import { createFakeHelm, type FakeHelm } from './create-fake-helm.ts';
import { createFakeTelemetry, type FakeTelemetry } from './create-fake-telemetry.ts';

export const firstSha = 'a'.repeat(40);
export const secondSha = 'b'.repeat(40);
export const sweepIntervalMs = 300_000;

/** A database, and a service with an address that needs it. */
export const shopManifest = `
version: 1
services:
  shop:
    url: https://<< service.host >>
    releases:
      db: { chart: berth/postgres }
      web: { chart: ./charts/web, dependencies: [{ name: db }], values: { tag: << pr.sha >> } }
`;

export interface RunningEngine {
  readonly engine: Engine;
  readonly clock: HandClock;
  readonly github: FakeGitHub;
  readonly cluster: FakeCluster;
  readonly helm: FakeHelm;
  readonly telemetry: FakeTelemetry;
  /** Paths of the charts that are on disk. */
  readonly charts: Set<string>;
  /** Where they come from. */
  readonly registry: Charts;
  /** Somebody sets the label, and the webhook tells of it. */
  label(label: string, by?: string, number?: number): Promise<void>;
  push(sha: string, by?: string): Promise<void>;
  /** A webhook that says no more than that something happened. */
  wake(told?: Told, number?: number): Promise<void>;
  environment(profile?: string, number?: number): Environment | undefined;
  /** Ends this berth and begins another in the same world. */
  restart(profiles?: readonly Profile[]): Promise<void>;
  /** One more berth beside it, which ends with it if not before. */
  join(): Promise<RunningReplica>;
  stop(): Promise<void>;
}

export interface RunningReplica {
  readonly engine: Engine;
  readonly shares: Shares;
  stop(): Promise<void>;
}

type WantedChart = Parameters<Charts['ensureChart']>[0];

/** Charts that are on disk from when they were asked for until somebody removes them. */
function createFakeCharts(onDisk: Set<string>): Charts {
  return {
    ensureChart: (wanted) => {
      const chart = prepareChart(wanted);
      onDisk.add(chart.path);
      return Promise.resolve(chart);
    },
    isThere: ({ path }) => Promise.resolve(onDisk.has(path)),
  };
}

function prepareChart({ chart, release }: WantedChart): PreparedChart {
  const name = renderChart(chart).split('/').at(-1) ?? '';
  return { path: `/charts/${name}`, digest: `${release} ${name}`, name };
}

/** Starts an engine in a world in memory where pull request 1 of acme/shop is open. */
export async function startEngine(profiles: readonly Profile[] = [aProfile()]): Promise<RunningEngine> {
  const clock = createHandClock(Date.parse('2026-05-04T10:00:00Z'));
  const github = createFakeGitHub();
  const cluster = createFakeCluster(clock);
  const helm = createFakeHelm(cluster);
  const telemetry = createFakeTelemetry();
  const charts = new Set<string>();
  const registry = createFakeCharts(charts);
  github.manifests.set('', shopManifest);
  openPullRequest(github, 1);
  const leases = createFakeLeases();
  const fences = createFakeFences();
  // There is nobody else: its Lease need not be renewed.
  const standing = createHandClock();
  const begin = async (those: readonly Profile[]): Promise<RunningReplica> => {
    const { environments } = cluster;
    const log = pino({ level: 'silent' });
    const onExtend = () => undefined;
    const shares = new Shares({
      leases,
      fences,
      environments,
      clock: standing,
      durationMs: 15_000,
      pod: undefined,
      onExtend,
      log,
    });
    await shares.start();
    const slots = new PQueue({ concurrency: 4, queueClass: FairQueue });
    const engine = new Engine({
      github,
      sources: github,
      cluster,
      charts: registry,
      helm,
      prober: { answers: () => Promise.resolve(true) },
      clock,
      telemetry,
      profiles: those,
      publicUrl: 'https://berth.example.com',
      githubUrl: 'https://github.com',
      sweepIntervalMs,
      slots,
      headStarts: new HeadStarts({ slots, clock, log }),
      shares,
      log,
    });
    engine.start();
    return {
      engine,
      shares,
      stop: async () => {
        await engine.stop();
        await shares.stop();
      },
    };
  };
  const others: RunningReplica[] = [];
  let replica = await begin(profiles);
  await settle();

  const wake = async (told?: Told, number = 1) => {
    replica.engine.wakePullRequest({ repository: 'acme/shop', number }, told);
    await settle();
  };
  const pullRequest = (number: number) => github.pullRequests.get(`acme/shop#${number}`)!;
  const toAccount = (login: string) => ({ id: login.length, login, type: 'User' });
  return {
    get engine() {
      return replica.engine;
    },
    clock,
    github,
    cluster,
    helm,
    telemetry,
    charts,
    registry,
    wake,
    async label(label, by = 'alice', number = 1) {
      const { labels, sha } = pullRequest(number);
      labels.push(label);
      github.history = { labelledBy: by, pushedBy: undefined };
      await wake({ kind: 'labelled', label, sha, account: toAccount(by) }, number);
    },
    async push(sha, by = 'alice') {
      pullRequest(1).sha = sha;
      github.history = { ...github.history, pushedBy: by };
      await wake({ kind: 'pushed', sha, account: toAccount(by) });
    },
    environment: (profile = 'preview', number = 1) =>
      cluster.environments.list().find(({ spec }) => spec.profile === profile && spec.pullRequest === number),
    async restart(those = profiles) {
      await replica.stop();
      replica = await begin(those);
      await settle();
    },
    async join() {
      const other = await begin(profiles);
      others.push(other);
      await settle();
      return other;
    },
    async stop() {
      await Promise.all([replica, ...others].map((one) => one.stop()));
    },
  };
}

export function openPullRequest(github: FakeGitHub, number: number, sha = firstSha): void {
  github.pullRequests.set(`acme/shop#${number}`, {
    repository: 'acme/shop',
    state: 'open',
    labels: [],
    sha,
    origin: 'sameRepository',
  });
}
