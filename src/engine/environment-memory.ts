import type { Environment } from '../environment/environment.ts';
import type { ReleaseStatus } from '../environment/release-status.ts';
import type { EngineParts } from './engine-parts.ts';
import type { KnownChecks } from './deploy/await-checks.ts';
import { createLastLines, type LastLines } from './deploy/create-last-lines.ts';
import type { Unprepared } from './deploy/prepare-in-time.ts';
import { createProbes, type Probes } from './deploy/create-probes.ts';
import type { DriftKeeper } from './drift/drift-keeper.ts';
import type { UninstallFailures } from './teardown/plan-try.ts';
import { ReleaseRunner } from './graph/release-runner.ts';
import type { Failure } from './graph/failure.ts';
import type { Goal } from './graph/goal.ts';

/**
 * What berth knows of an environment besides its object, to be quick. All of it can be lost at any time: after a restart it
 * is read again from GitHub, Helm's records and the object.
 */
export interface EnvironmentMemory {
  /** The goal as prepared, and of what. */
  goal: { readonly key: string; readonly goal: Goal } | undefined;
  /** Why the goal could not be prepared. */
  unprepared: Unprepared | undefined;
  /** The key of the goal for which the namespace was made sure of; a sweep makes sure of it again. */
  placedFor: string | undefined;
  /** Since when the status is another than the one that was written, while it is. */
  changedAtMs: number | undefined;
  placedAtMs: number | undefined;
  /** Failures after which the namespace was made sure of. */
  readonly placedAfter: WeakSet<Failure>;
  /** The commit that is to be deployed next, and since when. */
  wanted: { readonly sha: string; readonly sinceMs: number } | undefined;
  /** When deploys began, the last one last. */
  begunAtMs: readonly number[];
  /** How often there was news of its pull request, or may have been: a sweep counts as well. */
  newsCount: number;
  checks: KnownChecks | undefined;
  runner: ReleaseRunner | undefined;
  drift: DriftKeeper | undefined;
  /** Since when each release that is not ready has had time to become so, by Helm's name of it. */
  readonly settlingSinceMs: Map<string, number>;
  /** Uids of what failed revisions left, as far as it was tried to remove it. */
  readonly strays: Set<string>;
  /** Until when a cluster that did not answer about them is left alone. */
  straysPausedUntilMs: number;
  /** When something was last seen there that is no longer wanted. */
  crowdedAtMs: number | undefined;
  readonly lastLines: LastLines;
  readonly probes: Probes;
  /** Once it is being torn down. */
  teardown: TeardownMemory | undefined;
}

interface TeardownMemory {
  /** As they were. */
  readonly releases: readonly ReleaseStatus[];
  /** When Helm had forgotten each. */
  readonly uninstalledAtMs: Map<string, number>;
  /** How uninstalls have failed so far, by Helm's name of the release. */
  readonly failures: Map<string, UninstallFailures>;
  /** When nothing but the namespace was left. */
  goingSinceMs: number | undefined;
  /** How often in a row it could not be known what is in the namespace. */
  unknownCount: number;
}

export function createMemory(parts: EngineParts, wake: () => void): EnvironmentMemory {
  return {
    goal: undefined,
    unprepared: undefined,
    placedFor: undefined,
    changedAtMs: undefined,
    placedAtMs: undefined,
    placedAfter: new WeakSet(),
    wanted: undefined,
    begunAtMs: [],
    newsCount: 0,
    checks: undefined,
    runner: undefined,
    drift: undefined,
    settlingSinceMs: new Map(),
    strays: new Set(),
    straysPausedUntilMs: 0,
    crowdedAtMs: undefined,
    lastLines: createLastLines(parts, wake),
    probes: createProbes(parts, wake),
    teardown: undefined,
  };
}

/** The one runner of an environment, which begins with what was recorded of its releases. */
export function ensureRunner(
  memory: EnvironmentMemory,
  { status }: Environment,
  namespace: string,
  parts: EngineParts,
  wake: () => void,
): ReleaseRunner {
  memory.runner ??= new ReleaseRunner({
    ...parts,
    namespace,
    before: { releases: status.releases, sha: status.commit },
    onEnd: wake,
  });
  return memory.runner;
}

/** Ends what goes on in the background and resolves once nothing does. */
export async function endBackground({ runner, drift, lastLines }: EnvironmentMemory): Promise<void> {
  lastLines.stop();
  await Promise.all([runner?.cancel(), drift?.stop()]);
}
