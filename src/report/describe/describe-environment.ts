import { determineCriticalPath } from '../../environment/determine-critical-path.ts';
import type { Environment } from '../../environment/environment.ts';
import { formatSpan } from '../text/format-duration.ts';
import { link, own, say, type Phrase } from '../text/phrase.ts';
import { describeCriticalPath } from './describe-critical-path.ts';
import { determineState, type State } from './determine-state.ts';
import type { Explanation } from './explain-reason.ts';
import type { GitHubAddresses } from './github-addresses.ts';
import { listDrift } from './list-drift.ts';
import { listObjections, listTroubles, type Trouble } from './list-troubles.ts';

/** What there is to say of an environment, the same on GitHub and on its page. */
export interface Description {
  readonly state: State;
  /** One sentence, with the commit it is about. */
  readonly headline: Phrase;
  /** Further sentences: how long it took, which other commit there is. */
  readonly notes: readonly Phrase[];
  /** What keeps the environment as a whole. */
  readonly objections: readonly Explanation[];
  /** What keeps single releases: first those that failed, then those that wait. */
  readonly troubles: readonly Trouble[];
}

export function describeEnvironment(environment: Environment, addresses: GitHubAddresses): Description {
  const state = determineState(environment);
  const troubles = isLeaving(state) ? [] : sortTroubles(listTroubles(environment));
  const objections = listObjections(environment, troubles);
  return {
    state,
    headline: writeHeadline({ environment, state, objections, troubles, addresses }),
    notes: listNotes(environment, state, addresses),
    objections,
    troubles,
  };
}

/** The commit that the state is about: the one that may not run, or the one that is deployed. */
export function determineCommit({ spec, status }: Environment): string {
  if (spec.approval === undefined) return spec.head.sha;
  return status.commit ?? spec.approval.sha;
}

export function shortenSha(sha: string): string {
  return sha.slice(0, 7);
}

/** A release that no longer has to be there needs no advice. */
export function isLeaving(state: State): boolean {
  return state === 'removing' || state === 'blocked' || state === 'removed';
}

function sortTroubles(troubles: readonly Trouble[]): readonly Trouble[] {
  const rank = ({ release }: Trouble) => (release.phase === 'Failed' ? 0 : 1);
  return troubles.toSorted((one, other) => rank(one) - rank(other));
}

interface HeadlineFacts extends Omit<Description, 'headline' | 'notes'> {
  readonly environment: Environment;
  readonly addresses: GitHubAddresses;
}

function writeHeadline(facts: HeadlineFacts): Phrase {
  const { environment, state, objections, addresses } = facts;
  const name = environment.spec.profile;
  const commit = linkCommit(environment, determineCommit(environment), addresses);
  switch (state) {
    case 'pending':
      return say`${name} is being prepared for ${commit}.`;
    case 'waiting':
      return say`${name} of ${commit} waits${own(describeWait(objections))}.`;
    case 'deploying':
      return say`${name} is being deployed from ${commit}${countReady(environment)}.`;
    case 'live':
      return say`${name} is live, deployed from ${commit}.`;
    case 'failed':
      return writeFailure(facts, commit);
    case 'removing':
      return say`${name} is being removed${writeCause(environment)}.`;
    case 'blocked':
      return say`${name} is being removed, but something holds it up.`;
    case 'removed':
      return say`${name} was removed${writeCause(environment)}.`;
  }
}

function writeFailure({ environment, troubles }: HeadlineFacts, commit: Phrase): Phrase {
  const name = environment.spec.profile;
  const problems = environment.status.problems.length;
  if (environment.spec.approval === undefined) return say`${name} of ${commit} was refused.`;
  if (problems > 0) {
    return say`${name} of ${commit} cannot be deployed: the manifest has ${problems === 1 ? own('a problem') : say`${problems} problems`}.`;
  }
  const failures = troubles.filter(({ release }) => release.phase === 'Failed');
  const [first] = failures;
  if (first === undefined) return say`${name} of ${commit} failed.`;
  const others = failures.length === 1 ? [] : say` and ${failures.length - 1} more`;
  return say`${name} of ${commit} failed at ${first.release.id}${others}.`;
}

/** What each of these waits for, in a word or two; the sentence of the reason follows below. */
const awaited: Readonly<Record<string, string>> = {
  ApprovalNeeded: ' for approval',
  HostHeld: ' for its host',
  LimitReached: ' for a free place',
};

function describeWait([first]: readonly Explanation[]): string {
  return first === undefined ? '' : (awaited[first.reason] ?? '');
}

function countReady({ status: { releases } }: Environment): Phrase {
  if (releases.length === 0) return [];
  const ready = releases.filter(({ phase }) => phase === 'Ready').length;
  return say`: ${ready} of ${releases.length} releases ready`;
}

function writeCause({ spec }: Environment): Phrase {
  switch (spec.because) {
    case 'closed':
      return own(' because the pull request was closed');
    case 'merged':
      return own(' because the pull request was merged');
    case 'unlabelled':
      return say` because the label ${spec.profile} was taken off`;
    case 'pullRequestGone':
      return own(' because the pull request is gone');
    case 'expired':
      return own(' because its time was up');
    case undefined:
      return [];
  }
}

function listNotes(environment: Environment, state: State, addresses: GitHubAddresses): readonly Phrase[] {
  const expired =
    state === 'removed' && environment.spec.because === 'expired'
      ? [say`Set the label ${environment.spec.profile} again to have it back.`]
      : [];
  return [
    ...(state === 'live' ? describeDuration(environment) : []),
    ...(isLeaving(state) ? [] : listDrift(environment)),
    ...listOtherCommits(environment, addresses),
    ...expired,
    ...listExpiry(environment, state),
  ];
}

/** How long it took, and which releases decided that. A single one is the whole way. */
function describeDuration({ status }: Environment): readonly Phrase[] {
  const took = formatSpan(status.startedAt, status.liveAt);
  if (took === undefined) return [];
  const path = determineCriticalPath(status);
  if (path === undefined || path.steps.length < 2) return [own(`It took ${took}.`)];
  return [say`It took ${own(took)}. The longest way: ${describeCriticalPath(path, status.releases)}.`];
}

/** A word before its time is up, and how to keep it. */
function listExpiry({ spec, status: { expiry } }: Environment, state: State): readonly Phrase[] {
  if (expiry === undefined || isLeaving(state)) return [];
  const at = own(`${expiry.at.slice(0, 10)} ${expiry.at.slice(11, 16)} UTC`);
  switch (expiry.because) {
    case 'idle':
      return [say`Nobody has used it for a while: it will be removed at ${at}. Push or comment to keep it.`];
    case 'total':
      return [
        say`Its time is nearly up: it will be removed at ${at}. Set the label ${spec.profile} again then to have it back.`,
      ];
  }
}

/** What is to be said when what is deployed is not the head of the pull request. */
function listOtherCommits(environment: Environment, addresses: GitHubAddresses): readonly Phrase[] {
  const { spec, status } = environment;
  if (spec.desired === 'Removed' || status.commit === undefined || status.commit === spec.head.sha) return [];
  const deployed = linkCommit(environment, status.commit, addresses);
  const head = linkCommit(environment, spec.head.sha, addresses);
  if (spec.approval === undefined) return [say`Deployed is ${deployed}.`];
  if (spec.objection?.sha === spec.head.sha) {
    const verb = spec.objection.reason === 'ApprovalNeeded' ? 'waits for approval' : 'may not run';
    return [say`Deployed is ${deployed}; ${head} ${own(verb)}.`];
  }
  return [say`A newer commit, ${head}, is about to take its place.`];
}

function linkCommit({ spec }: Environment, sha: string, addresses: GitHubAddresses): Phrase {
  return link(shortenSha(sha), addresses.commit(spec.repository, sha));
}
