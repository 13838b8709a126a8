import { isDeepStrictEqual } from 'node:util';
import { determineDesire, type PullRequestAnswer } from '../../environment/determine-desire.ts';
import { determineLifetime } from '../../environment/determine-lifetime.ts';
import { toObjectName } from '../../environment/environment-key.ts';
import type { Environment, EnvironmentSpec } from '../../environment/environment.ts';
import type { Profile } from '../../profile/profile.ts';
import { EngineError } from '../engine-error.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { PullRequestAddress, PullRequestDetails } from '../ports/github.ts';
import { decideApproval } from './decide-approval.ts';
import type { Told } from './told.ts';

type Parts = Pick<EngineParts, 'github' | 'cluster' | 'profiles' | 'clock' | 'log'>;

/**
 * Reads the truth about one pull request and writes down, for each profile, what is wanted and what may run. Resolves to
 * whether all that was told is dealt with: what is told of an environment that is still going is for the one after it.
 * Throws an EngineError where GitHub does not answer; then nothing has changed.
 */
export async function lookAtPullRequest(
  address: PullRequestAddress,
  told: readonly Told[],
  parts: Parts,
): Promise<boolean> {
  let isDealtWith = true;
  const { answer, details } = await parts.github.readPullRequest(address);
  if (answer.kind === 'failed') {
    throw new EngineError('reading a pull request', { reason: 'ApiUnavailable', fields: {} });
  }
  await removeWithoutProfile(address, answer, parts);
  for (const profile of parts.profiles) {
    const identity = { repository: address.repository, pullRequest: address.number, profile: profile.label };
    const environment = parts.cluster.environments.get(toObjectName(identity));
    const desire = determineDesire(identity, profile.label, answer);
    if (desire.kind === 'deploy' && details !== undefined) {
      // What is being removed goes first; its end looks at the pull request again.
      const isGoing = environment?.spec.desired === 'Removed' || environment?.isBeingDeleted === true;
      if (isGoing) isDealtWith = false;
      else await wantDeployed({ address, details, profile, environment, told }, parts);
    } else if (desire.kind === 'tearDown' && environment?.spec.desired === 'Deployed') {
      await parts.cluster.environments.updateSpec(environment.name, { desired: 'Removed', because: desire.because });
    } else if (desire.kind === 'leaveAlone' && environment !== undefined) {
      parts.log.warn({ key: environment.name, reason: desire.because }, 'leaving an environment alone');
    }
  }
  return isDealtWith;
}

/** Of an environment whose profile is no longer there nothing is changed, but it goes once GitHub says that it is unwanted. */
async function removeWithoutProfile(
  { repository, number }: PullRequestAddress,
  answer: PullRequestAnswer,
  { cluster: { environments }, profiles }: Parts,
): Promise<void> {
  for (const { name, spec } of environments.list()) {
    const isOfThis = spec.pullRequest === number && spec.repository.toLowerCase() === repository.toLowerCase();
    if (!isOfThis || spec.desired === 'Removed' || profiles.some(({ label }) => label === spec.profile)) continue;
    const desire = determineDesire(spec, spec.profile, answer);
    if (desire.kind === 'tearDown') {
      await environments.updateSpec(name, { desired: 'Removed', because: desire.because });
    }
  }
}

interface Wanted {
  readonly address: PullRequestAddress;
  readonly details: PullRequestDetails;
  readonly profile: Profile;
  readonly environment: Environment | undefined;
  readonly told: readonly Told[];
}

async function wantDeployed(wanted: Wanted, parts: Parts): Promise<void> {
  const { address, details, profile, environment, told } = wanted;
  if (environment !== undefined && (await expire(wanted, environment, parts))) return;

  const recorded = environment?.spec.approval;
  const approvals = await decideApproval({ address, details, profile, recorded, told }, parts.github);
  const isActive = told.length > 0 || environment?.spec.head.sha !== details.head.sha;
  const activeAt = isActive ? toTime(parts.clock.nowMs()) : environment.spec.activeAt;
  const { installation, head } = details;
  const changes = { installation, head, ...approvals, activeAt };
  if (environment !== undefined) await change(environment, changes, parts);
  else await create(address, profile, changes, parts);
}

async function change(
  { name, spec }: Environment,
  changes: Partial<EnvironmentSpec>,
  { cluster }: Parts,
): Promise<void> {
  const isChanged = Object.entries(changes).some(
    ([field, value]) => !isDeepStrictEqual(spec[field as keyof EnvironmentSpec], value),
  );
  if (isChanged) await cluster.environments.updateSpec(name, changes);
}

async function create(
  { repository, number }: PullRequestAddress,
  { label }: Profile,
  changes: Pick<EnvironmentSpec, 'installation' | 'head' | 'approval' | 'objection' | 'activeAt'>,
  { cluster }: Parts,
): Promise<void> {
  const name = toObjectName({ repository, pullRequest: number, profile: label });
  const { spec } = await cluster.environments.create(name, {
    repository,
    pullRequest: number,
    profile: label,
    desired: 'Deployed',
    ...changes,
  });
  // Another replica was quicker. Which of the two looked later nobody knows: another look does.
  if (spec.head.sha === changes.head.sha && isDeepStrictEqual(spec.approval, changes.approval)) return;
  throw new EngineError('making an environment', { reason: 'HeldElsewhere', fields: {} });
}

/** Ends an environment that has had its time. The label goes first: while it is set, the environment is wanted. */
async function expire(
  { address, profile }: Wanted,
  { name, createdAt, spec }: Environment,
  { github, cluster, clock }: Parts,
): Promise<boolean> {
  const lifetime = determineLifetime({
    rule: profile.lifetime,
    nowMs: clock.nowMs(),
    createdAtMs: Date.parse(createdAt),
    lastActivityAtMs: Date.parse(spec.activeAt),
  });
  if (lifetime.kind !== 'expire') return false;
  await github.removeLabel(address, profile.label);
  await cluster.environments.updateSpec(name, { desired: 'Removed', because: 'expired' });
  return true;
}

/** In whole seconds, as the API server keeps times. */
function toTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
