import type { BenchGraph } from '../graphs/bench-graph.ts';

export type PeerName = 'helm' | 'floor' | 'helmfile-sync' | 'helmfile-apply' | 'flux' | 'flux-tuned' | 'flux-fastest';

/** A tool that deploys the same graph in berth's place. What it is set to is the best that its documentation knows, and is told. */
export interface Peer {
  readonly name: PeerName;
  /** Its name in the table, with its version: `helmfile 1.7.4 sync`. */
  readonly title: string;
  /** What it is set to, one sentence without an end, for the footnote under the table. */
  readonly settings: string;
  /**
   * Makes it ready to deploy these charts: controllers run, the chart repository is filled. Is not part of what is measured. Throws
   * UserError if it is not to be had on this machine.
   */
  start(options: StartOptions): Promise<void>;
  /**
   * Brings the namespace, which the caller made, to the graph; also to a changed graph, or to the same once more. Resolves once every
   * release is applied and ready as the peer sees it. An abort ends what runs and rejects with the signal's reason. Throws UserError
   * for what this peer cannot do here, and could elsewhere.
   */
  deploy(options: DeployOptions): Promise<PeerRun>;
  /** Uninstalls the graph in the peer's own order and resolves once it is gone. The namespace is the caller's to remove, afterwards. */
  remove(options: DeployOptions): Promise<PeerRun>;
  /** Ends every process and takes away what `start` made, in the cluster too. Safe after a start that failed, and twice. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Folders of all charts that will be deployed until `stop`. */
  readonly charts: readonly string[];
  readonly signal: AbortSignal;
}

export interface DeployOptions {
  readonly graph: BenchGraph;
  readonly namespace: string;
  readonly signal: AbortSignal;
}

/** What one deploy or removal cost. */
export interface PeerRun {
  /** Helm processes begun, or for Flux the helm actions its controller took. */
  readonly helmActions: number;
  /** Of all its processes, ended ones included. */
  readonly cpuSeconds: number;
  /** The most that all its processes held at one moment, by samples. */
  readonly peakMemoryBytes: number;
}
