import type { ReleasePhase } from '../../environment/determine-phase.ts';
import type { ReleaseDriftStatus, ReleaseStatus } from '../../environment/release-status.ts';
import { renderChart } from '../../manifest/schema/chart.ts';
import type { PlannedRelease } from '../../plan/plan.ts';
import { describeTrouble } from '../graph/describe-trouble.ts';
import type { ReleaseDecision } from '../graph/decide-releases.ts';
import { rememberResults } from '../remember-results.ts';
import type { ReleaseTimes } from '../graph/timekeeper.ts';

interface ReleaseRecord {
  readonly before: ReleaseStatus | undefined;
  readonly decision: ReleaseDecision;
  readonly times: ReleaseTimes | undefined;
  readonly attempts: number;
  readonly log: readonly string[];
  readonly drift: readonly ReleaseDriftStatus[];
}

/** Builds what is recorded of a release. Its times are those of the inputs it has now: other inputs begin anew. */
export function buildReleaseStatus({ before, decision, times, attempts, log, drift }: ReleaseRecord): ReleaseStatus {
  const { release } = decision;
  const digest = 'digest' in decision ? decision.digest : before?.digest;
  const phase = phaseOf(decision);
  return {
    ...describeRelease(release),
    phase,
    ...explain(decision),
    ...(digest !== undefined && { digest }),
    ...(phase !== 'Pending' && times !== undefined && times.digest === digest && describeTimes(times)),
    ...(drift.length > 0 && { drift: [...drift] }),
    log: [...log],
    attempts,
  };
}

/** Texts of the same times are written once: a status is built after each event, with four of each release. */
const describeTimes = rememberResults((times: ReleaseTimes): Partial<ReleaseStatus> => {
  const { runnableAtMs, startedAtMs, appliedAtMs, readyAtMs } = times;
  return {
    ...(runnableAtMs !== undefined && { runnableAt: toTime(runnableAtMs) }),
    ...(startedAtMs !== undefined && { startedAt: toTime(startedAtMs) }),
    ...(appliedAtMs !== undefined && { appliedAt: toTime(appliedAtMs) }),
    ...(readyAtMs !== undefined && { readyAt: toTime(readyAtMs) }),
  };
});

/** As Kubernetes writes times, but with milliseconds: releases take seconds. */
export function toTime(ms: number): string {
  return new Date(ms).toISOString();
}

function describeRelease({ id, service, name, helmRelease, chart, version, dependencies }: PlannedRelease) {
  return {
    id,
    service,
    name,
    helmRelease,
    chart: renderChart(chart),
    ...(version !== undefined && { version }),
    dependencies: [...dependencies],
  };
}

function phaseOf({ kind }: ReleaseDecision): ReleasePhase {
  switch (kind) {
    case 'waiting':
      return 'Pending';
    case 'replacing':
    case 'start':
    case 'applying':
      return 'Applying';
    case 'settling':
      return 'Settling';
    case 'ready':
      return 'Ready';
    case 'failed':
      return 'Failed';
  }
}

function explain(decision: ReleaseDecision): Partial<ReleaseStatus> {
  switch (decision.kind) {
    case 'waiting':
      return { ...(decision.reason !== undefined && { reason: decision.reason }), message: decision.message };
    case 'settling': {
      const { trouble, waitsFor, release } = decision;
      if (trouble === undefined) return { message: waitsFor };
      return { reason: trouble.reason, message: describeTrouble(release.id, trouble), object: trouble.object };
    }
    case 'failed':
      return {
        reason: decision.reason,
        message: decision.message,
        ...(decision.trouble !== undefined && { object: decision.trouble.object }),
        ...(decision.retryAtMs !== undefined && { nextAttemptAt: toTime(decision.retryAtMs) }),
      };
    case 'replacing':
    case 'start':
    case 'applying':
    case 'ready':
      return {};
  }
}
