import type { Environment, EnvironmentStatus } from '../../environment/environment.ts';
import { toTime } from './build-release-status.ts';

const mostEntries = 100;

/** Adds to the timeline what has become another since the last pass. The oldest entries go first. */
export function extendTimeline(
  { spec, status: before }: Environment,
  after: EnvironmentStatus,
  nowMs: number,
): EnvironmentStatus['timeline'] {
  const at = toTime(nowMs);
  const texts = [
    ...listCommit(before, after, spec.approval),
    ...listReleases(before, after),
    ...listDrift(before, after),
    ...(before.phase === after.phase ? [] : [describePhase(after)]),
  ];
  if (texts.length === 0) return before.timeline;
  return [...before.timeline, ...texts.map((text) => ({ at, text }))].slice(-mostEntries);
}

function listCommit(
  before: EnvironmentStatus,
  after: EnvironmentStatus,
  approval: Environment['spec']['approval'],
): readonly string[] {
  if (after.commit === undefined || after.commit === before.commit) return [];
  const approved = approval === undefined ? '' : `, approved by ${approval.actor} with a ${approval.by}`;
  return [`Commit ${after.commit.slice(0, 7)} begins${approved}`];
}

function listReleases(before: EnvironmentStatus, after: EnvironmentStatus): readonly string[] {
  const known = new Map(before.releases.map((release) => [release.id, release]));
  const there = new Set(after.releases.map(({ id }) => id));
  const gone = before.releases.filter(({ id }) => !there.has(id));
  const changed = after.releases.flatMap(({ id, phase, reason, digest }) => {
    const former = known.get(id);
    if (former?.phase === phase && former.digest === digest) return [];
    if (phase === 'Pending') return [];
    return [`${id} is ${phase.toLowerCase()}${phase === 'Failed' && reason !== undefined ? `: ${reason}` : ''}`];
  });
  return [...changed, ...gone.map(({ id }) => `${id} is no longer part of it`)];
}

function listDrift(before: EnvironmentStatus, after: EnvironmentStatus): readonly string[] {
  const known = new Map(before.releases.map(({ id, drift = [] }) => [id, drift]));
  return after.releases.flatMap(({ id, drift = [] }) =>
    drift
      .filter(({ object, state, at }) => {
        const former = known.get(id)?.find((one) => one.object === object);
        return former?.state !== state || (state === 'mended' && former.at !== at);
      })
      .filter(({ state }) => state !== 'mending')
      .map(
        ({ object, change, state }) =>
          `${object} of ${id} was ${change} by hand${state === 'mended' ? ' and put back' : ''}`,
      ),
  );
}

function describePhase({ phase }: EnvironmentStatus): string {
  switch (phase) {
    case 'Pending':
      return 'Waits to begin';
    case 'Waiting':
      return 'Waits';
    case 'Deploying':
      return 'Deploying';
    case 'Live':
      return 'Live: its address answers';
    case 'Failed':
      return 'Failed';
    case 'TearingDown':
      return 'Being removed';
  }
}
