import type PQueue from 'p-queue';
import type { Logger } from '../logger.ts';
import type { Profile } from '../profile/profile.ts';
import type { FairOptions, FairQueue } from './fair-queue.ts';
import type { HeadStarts } from './graph/head-starts.ts';
import type { Clock } from './ports/clock.ts';
import type { Cluster } from './ports/cluster.ts';
import type { GitHubReader, GitHubWriter, SourceReader } from './ports/github.ts';
import type { Charts, Helm } from './ports/helm.ts';
import type { Prober } from './ports/prober.ts';
import type { Telemetry } from './ports/telemetry.ts';

/** What the engine works with: the worlds around it, and what the operator wants. */
export interface EngineParts {
  readonly github: GitHubReader & GitHubWriter;
  readonly sources: SourceReader;
  readonly cluster: Cluster;
  readonly charts: Charts;
  readonly helm: Helm;
  readonly prober: Prober;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly profiles: readonly Profile[];
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Runs of Helm, few at a time; of an environment the one with the longest way still to go first. */
  readonly slots: PQueue<FairQueue, FairOptions>;
  readonly headStarts: HeadStarts;
  readonly log: Logger;
}
