import type { Progress } from '../../../sandbox/cluster/progress.ts';
import type { BenchBerth } from '../../berth/start-bench-berth.ts';
import type { BenchCluster } from '../../ensure-bench-cluster.ts';
import type { Sample } from '../../figures/sample.ts';
import type { Form } from '../comparison.ts';

/** What only berth is measured in. */
export interface OwnScenario {
  readonly scenario: string;
  describe(context: Pick<OwnContext, 'idleMinutes' | 'environments'>): string;
  readonly form: Form;
  readonly releases: number;
  run(context: OwnContext): Promise<readonly Sample['values'][]>;
}

export interface OwnContext {
  readonly cluster: BenchCluster;
  readonly berth: BenchBerth;
  readonly seed: number;
  readonly isQuick: boolean;
  readonly idleMinutes: number;
  readonly environments: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}
