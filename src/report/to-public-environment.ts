import { determineCriticalPath } from '../environment/determine-critical-path.ts';
import type { Environment } from '../environment/environment.ts';
import type { ReleaseStatus } from '../environment/release-status.ts';
import { determineState } from './describe/determine-state.ts';

/** What tools may read of an environment: no more than its page shows to people. */
export function toPublicEnvironment(environment: Environment) {
  const { name, createdAt, spec, status } = environment;
  const { repository, pullRequest, profile, desired, because, head, approval, objection } = spec;
  const { phase, commit, address, services, problems, startedAt, liveAt, removed, blockers, timeline } = status;
  return {
    name,
    state: determineState(environment),
    phase,
    repository,
    pullRequest,
    profile,
    desired,
    because,
    head: head.sha,
    commit,
    approval: approval && { sha: approval.sha, actor: approval.actor, by: approval.by },
    objection,
    address,
    services,
    releases: status.releases.map(toPublicRelease),
    criticalPath: determineCriticalPath(status),
    problems,
    conditions: status.conditions,
    createdAt,
    startedAt,
    liveAt,
    removed,
    blockers,
    timeline,
  };
}

function toPublicRelease(release: ReleaseStatus) {
  const { id, chart, version, dependencies, phase, reason, message, object, drift, log } = release;
  const { runnableAt, startedAt, appliedAt, readyAt } = release;
  const times = { runnableAt, startedAt, appliedAt, readyAt };
  return { id, chart, version, dependencies, phase, reason, message, object, drift, log, ...times };
}
