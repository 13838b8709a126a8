import type { Progress } from '../../sandbox/cluster/progress.ts';

/** What peers run on. */
export interface PeerHost {
  /** The file of the cluster's administrator. */
  readonly kubeconfig: string;
  /** The Helm that peers run which run one. */
  readonly helm: string;
  /** Where built programs are kept. */
  readonly cache: string;
  readonly progress: Progress;
}
