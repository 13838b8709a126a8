import { determinePhase } from '../../environment/determine-phase.ts';
import type { Environment, EnvironmentStatus } from '../../environment/environment.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';
import { conditions as conditionTable } from '../../environment/conditions.ts';
import type { Reason } from '../../environment/reasons.ts';
import { setCondition, type Condition } from '../../environment/set-condition.ts';
import type { PlannedService } from '../../plan/plan.ts';
import { buildReleaseStatus, toTime } from './build-release-status.ts';
import { leaveOut } from './leave-out.ts';
import { extendTimeline } from './extend-timeline.ts';
import type { Progress } from './progress.ts';

/** Builds the status of an environment that is to be deployed, as it is after a pass. */
export function buildStatus(environment: Environment, progress: Progress, nowMs: number): EnvironmentStatus {
  const begun = beginCommit(environment, progress, nowMs);
  const shown = describeProgress(environment, begun, progress);
  const { generation } = environment;
  const conditions = setConditions(environment, shown.conditions, progress, nowMs);
  const phase = determinePhase({ desire: 'deploy', generation, conditions, releases: shown.releases });
  const status: EnvironmentStatus = {
    ...shown,
    conditions: [...conditions],
    phase,
    observedGeneration: generation,
    ...(phase === 'Live' && { liveAt: shown.liveAt ?? toTime(nowMs) }),
  };
  return { ...status, timeline: extendTimeline(environment, status, nowMs) };
}

/** Another commit begins with a clean sheet, except for what is still there of the one before. */
function beginCommit({ status }: Environment, progress: Progress, nowMs: number): EnvironmentStatus {
  const sha = progress.kind === 'begun' ? progress.sha : progress.kind === 'graph' ? progress.goal.sha : status.commit;
  if (sha === status.commit) return status;
  return { ...leaveOut(status, 'liveAt'), ...(sha !== undefined && { commit: sha }), startedAt: toTime(nowMs) };
}

function describeProgress(
  { status: { releases } }: Environment,
  status: EnvironmentStatus,
  progress: Progress,
): EnvironmentStatus {
  switch (progress.kind) {
    case 'begun':
      return { ...status, releases: status.releases.map(forgetFailure) };
    case 'held':
      return { ...status, problems: progress.problems.map(({ path: _path, ...problem }) => problem) };
    case 'graph': {
      const { goal, decisions, surplus, answered, logs, attempts, times, drift } = progress;
      const before = new Map(releases.map((release) => [release.id, release]));
      const decided = decisions.map((decision) => {
        const { id, helmRelease } = decision.release;
        return buildReleaseStatus({
          before: before.get(id),
          decision,
          times: times.find(helmRelease),
          attempts: attempts.get(helmRelease) ?? 0,
          log: logs.get(id) ?? [],
          drift: drift.get(id) ?? [],
        });
      });
      const services = goal.plan.services.map((service) => describeService(service, answered));
      const address = services.find(({ kind, url }) => kind === 'here' && url !== undefined)?.url;
      return {
        ...leaveOut(status, 'address'),
        namespace: goal.plan.namespace,
        ...(address !== undefined && { address }),
        problems: [],
        services,
        releases: [...decided, ...surplus],
      };
    }
  }
}

/** What failed with another commit has not been tried with this one. */
function forgetFailure(release: ReleaseStatus): ReleaseStatus {
  if (release.phase !== 'Failed') return release;
  const kept = leaveOut(leaveOut(leaveOut(release, 'reason'), 'message'), 'object');
  return { ...kept, phase: 'Pending', log: [] };
}

function describeService(
  service: PlannedService,
  answered: ReadonlySet<string>,
): EnvironmentStatus['services'][number] {
  const { kind, name } = service;
  switch (service.kind) {
    case 'here': {
      const { url, readyUrl } = service;
      return {
        kind,
        name,
        ...(url !== undefined && { url }),
        ...(readyUrl !== undefined && { readyUrl, answers: answered.has(readyUrl) }),
      };
    }
    case 'environment':
      return { kind, name, ...(service.url !== undefined && { url: service.url }), at: service.environment };
    case 'pullRequest':
      return { kind, name, at: `${service.repository}#${service.number}` };
  }
}

type ConditionType = keyof typeof conditionTable;
interface Finding {
  readonly type: ConditionType;
  readonly status: Condition['status'];
  readonly reason: string;
  readonly message: string;
}

function setConditions(
  { generation }: Environment,
  before: readonly Condition[],
  progress: Progress,
  nowMs: number,
): readonly Condition[] {
  return listFindings(progress).reduce<readonly Condition[]>(
    (conditions, finding) => setCondition(conditions, { ...finding, observedGeneration: generation }, nowMs),
    before,
  );
}

const order = ['Approved', 'Planned', 'Admitted'] as const;

function listFindings(progress: Progress): readonly Finding[] {
  switch (progress.kind) {
    case 'begun':
      return [succeeded('Approved'), inProgress('Released'), inProgress('Reachable')];
    case 'held': {
      const { condition, reason, message } = progress;
      const passed = order.slice(0, order.indexOf(condition)).map(succeeded);
      return [...passed, { type: condition, status: 'False', reason, message }];
    }
    case 'graph':
      return [...order.map(succeeded), findReleased(progress), findReachable(progress)];
  }
}

function succeeded(type: ConditionType): Finding {
  return { type, status: 'True', reason: conditionTable[type].success, message: '' };
}

function inProgress(type: ConditionType, message = ''): Finding {
  return { type, status: 'Unknown', reason: 'InProgress', message };
}

type Graph = Extract<Progress, { kind: 'graph' }>;

function findReleased({ decisions }: Graph): Finding {
  const failed = decisions.find(({ kind }) => kind === 'failed');
  if (failed?.kind === 'failed') return objection('Released', failed.reason, failed.message);
  const unready = decisions.filter(({ kind }) => kind !== 'ready');
  if (unready.length === 0) return succeeded('Released');
  return inProgress('Released', unready.map(({ release }) => release.id).join(', '));
}

function findReachable({ goal, decisions, answered }: Graph): Finding {
  const waiting = goal.plan.services.flatMap((service) =>
    service.kind === 'here' && service.readyUrl !== undefined && !answered.has(service.readyUrl)
      ? [service.readyUrl]
      : [],
  );
  if (decisions.some(({ kind }) => kind !== 'ready')) return inProgress('Reachable');
  return waiting.length === 0 ? succeeded('Reachable') : objection('Reachable', 'AddressSilent', waiting.join(', '));
}

function objection(type: ConditionType, reason: Reason, message: string): Finding {
  return { type, status: 'False', reason, message };
}
