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
import { compare } from './scenarios/compare.ts';
import { listComparisons } from './scenarios/list-comparisons.ts';

export interface OrchestrationOptions {
  readonly scenario?: readonly string[];
  readonly peers: readonly string[];
  readonly runs: number;
  readonly quick?: boolean;
  readonly seed: number;
  readonly log?: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Measures what is asked for on the sandbox's cluster, which it brings up, and takes down again if it did. */
export async function runOrchestration(options: OrchestrationOptions): Promise<BenchResult> {
  const { progress, signal, seed, runs } = options;
  const cluster = await ensureBenchCluster(progress, signal);
  try {
    const contenders = createContenders(cluster, options);
    const samples: Sample[] = [];
    const record = (sample: Sample) => samples.push(sample);
    const comparisons = pickComparisons(options);
    await compare({ contenders, comparisons, runs, progress, signal, record });
    return buildResult(seed, contenders, samples);
  } finally {
    await cluster.release();
  }
}

function createContenders(
  cluster: BenchCluster,
  { peers, progress, signal, log }: OrchestrationOptions,
): readonly Contender[] {
  const { paths, helm } = cluster;
  const host = { kubeconfig: paths.kubeconfig, helm, cache: paths.cache, progress };
  return [
    createBerthContender(cluster, signal, log),
    ...pickPeers(peerNames, peers).map((name) => createPeerContender(createPeer(name, host), cluster, signal)),
  ];
}

function pickComparisons({ scenario: wanted, quick = false, seed }: OrchestrationOptions) {
  return listComparisons(seed).filter(
    ({ isQuick, steps }) =>
      (isQuick || !quick) && (wanted === undefined || steps.some(({ scenario }) => wanted.includes(scenario))),
  );
}

function buildResult(seed: number, contenders: readonly Contender[], samples: readonly Sample[]): BenchResult {
  return {
    takenAt: new Date().toISOString(),
    machine: { cores: availableParallelism(), memoryGib: Math.round(totalmem() / 1024 ** 3) },
    seed,
    tools: Object.fromEntries(contenders.map(({ name, title, settings }) => [name, { title, settings }])),
    samples: [...samples],
  };
}
