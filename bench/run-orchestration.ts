import { availableParallelism, totalmem } from 'node:os';
import type { Progress } from '../sandbox/cluster/progress.ts';
import { createBerthContender } from './berth/create-berth-contender.ts';
import type { Contender } from './contenders/contender.ts';
import { createPeerContender } from './contenders/create-peer-contender.ts';
import { pickPeers } from './contenders/pick-peers.ts';
import { ensureBenchCluster, type BenchCluster } from './ensure-bench-cluster.ts';
import type { BenchResult } from './figures/result.ts';
import type { Sample } from './figures/sample.ts';
import { createPeer, peerNames } from './peers/create-peer.ts';
import type { PeerName } from './peers/peer.ts';
import { compare } from './scenarios/compare.ts';
import type { Comparison } from './scenarios/comparison.ts';
import type { OwnScenario } from './scenarios/own/own-scenario.ts';
import { createAttempt } from './scenarios/create-attempt.ts';
import { pickScenarios, type Choice } from './scenarios/pick-scenarios.ts';
import { listComparisons } from './scenarios/list-comparisons.ts';
import { ownScenarios, runOwnScenarios } from './scenarios/own/run-own-scenarios.ts';
import { startGuard } from './guard/start-guard.ts';
import { startSimulator } from './simulator/start-simulator.ts';

export interface OrchestrationOptions extends Choice {
  readonly peers: readonly string[];
  readonly runs?: number;
  readonly seed: number;
  readonly idleMinutes?: number;
  readonly environments: number;
  readonly log?: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Called back with all that is known each time something was measured, so that nothing is lost by an interruption. */
  readonly onResult: (result: BenchResult) => void;
}

/** Measures what is asked for on the sandbox's cluster, which it brings up, and takes down again if it did. */
export async function runOrchestration(options: OrchestrationOptions): Promise<BenchResult> {
  const { progress, signal, quick = false, runs = quick ? 1 : 3, idleMinutes = quick ? 1 : 10 } = options;
  const { comparisons, own: scenarios } = pick(options);
  const peers = pickPeers(peerNames, options.peers);
  const cluster = await ensureBenchCluster(progress, signal);
  const simulator = startSimulator(cluster.config);
  const guard = startGuard(cluster.config);
  try {
    const contenders = createContenders(cluster, { ...options, peers });
    const samples: Sample[] = [];
    const failures: string[] = [];
    const build = () => buildResult(options.seed, contenders, { samples, failures });
    const record = (sample: Sample) => {
      samples.push(sample);
      options.onResult(build());
    };
    const attempt = createAttempt({ progress, signal, onFailure: (failure) => failures.push(failure) });
    const common = { cluster, record, attempt };
    if (comparisons.length > 0) {
      await compare({ ...common, contenders, comparisons, runs, guard, progress, signal });
    }
    await runOwnScenarios({ ...options, ...common, scenarios, isQuick: quick, idleMinutes });
    return build();
  } finally {
    simulator.stop();
    guard.stop();
    await cluster.release();
  }
}

function createContenders(
  cluster: BenchCluster,
  { peers, progress, signal, log }: Omit<OrchestrationOptions, 'peers'> & { readonly peers: readonly PeerName[] },
): readonly Contender[] {
  const { paths, helm } = cluster;
  const host = { kubeconfig: paths.kubeconfig, helm, cache: paths.cache, progress };
  return [
    createBerthContender(cluster, log),
    ...peers.map((name) => createPeerContender(createPeer(name, host), cluster, signal)),
  ];
}

interface Picked {
  readonly comparisons: readonly Comparison[];
  readonly own: readonly OwnScenario[];
}

function pick(options: OrchestrationOptions): Picked {
  const comparisons = listComparisons(options.seed).map((comparison) => {
    const scenarios = comparison.steps.map(({ scenario }) => scenario);
    return { ...{ comparison, own: undefined, scenarios }, form: comparison.form };
  });
  const own = ownScenarios.map((one) => ({
    own: one,
    comparison: undefined,
    scenarios: [one.scenario],
    form: one.form,
  }));
  const picked = pickScenarios([...comparisons, ...own], options);
  return {
    comparisons: picked.flatMap(({ comparison }) => comparison ?? []),
    own: picked.flatMap((one) => one.own ?? []),
  };
}

function buildResult(
  seed: number,
  contenders: readonly Contender[],
  { samples, failures }: { readonly samples: readonly Sample[]; readonly failures: readonly string[] },
): BenchResult {
  return {
    takenAt: new Date().toISOString(),
    machine: { cores: availableParallelism(), memoryGib: Math.round(totalmem() / 1024 ** 3) },
    seed,
    tools: Object.fromEntries(contenders.map(({ name, title, settings }) => [name, { title, settings }])),
    samples: [...samples],
    failures: [...failures],
  };
}
