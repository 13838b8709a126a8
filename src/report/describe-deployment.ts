import type { Environment } from '../environment/environment.ts';
import { describeEnvironment } from './describe/describe-environment.ts';
import { determineState } from './describe/determine-state.ts';
import { createGitHubAddresses } from './describe/github-addresses.ts';
import { findReason } from './describe/explain-reason.ts';
import { buildPageUrl } from './render-comment.ts';
import { cutText } from './text/clean-text.ts';
import { formatSpan } from './text/format-duration.ts';
import { renderPlain } from './text/phrase.ts';
import { toHref } from './text/to-href.ts';

/** What a GitHub deployment shows of the environment. */
export interface DeploymentDescription {
  readonly state: 'queued' | 'in_progress' | 'success' | 'failure' | 'error' | 'inactive';
  readonly description: string;
  /** Only once something answers there. */
  readonly environmentUrl: string | undefined;
  readonly logUrl: string;
}

/** What GitHub takes. */
const longestDescription = 140;

/**
 * Describes the deployment of the commit that is deployed or being deployed; `undefined` where there is to be none, since
 * nothing runs for that commit.
 */
export function describeDeployment(environment: Environment, publicUrl: string): DeploymentDescription | undefined {
  const facts = determineFacts(environment);
  if (facts === undefined) return undefined;
  const { address } = environment.status;
  return {
    state: facts.state,
    description: cutText(facts.description, longestDescription),
    environmentUrl: facts.state === 'success' && address !== undefined ? toHref(address) : undefined,
    logUrl: buildPageUrl(publicUrl, environment.name),
  };
}

type Facts = Pick<DeploymentDescription, 'state' | 'description'>;

function determineFacts(environment: Environment): Facts | undefined {
  const { releases, startedAt, liveAt } = environment.status;
  const state = determineState(environment);
  switch (state) {
    case 'pending':
      return { state: 'queued', description: 'Being prepared.' };
    case 'deploying':
      return { state: 'in_progress', description: `Deploying ${countReleases(releases.length)}.` };
    case 'live': {
      const took = formatSpan(startedAt, liveAt);
      return { state: 'success', description: took === undefined ? 'Live.' : `Live after ${took}.` };
    }
    case 'removing':
      return { state: 'in_progress', description: 'Being removed.' };
    case 'blocked':
      return { state: 'in_progress', description: 'Being removed, but something holds it up.' };
    case 'removed':
      return { state: 'inactive', description: 'Removed.' };
    case 'waiting':
    case 'failed':
      return describeObstacle(environment, state);
  }
}

function countReleases(count: number): string {
  return count === 1 ? '1 release' : `${count} releases`;
}

function describeObstacle(environment: Environment, state: 'waiting' | 'failed'): Facts | undefined {
  const { approval, head } = environment.spec;
  const { commit, liveAt } = environment.status;
  // What keeps a newer commit says nothing of the one that is deployed.
  const isOther = approval === undefined && commit !== undefined && commit !== head.sha;
  if (isOther && liveAt !== undefined) return { state: 'success', description: 'Live.' };
  const { objections, troubles } = describeEnvironment(environment, createGitHubAddresses());
  if (environment.status.problems.length > 0) return undefined;
  const all = [...objections, ...troubles.map(({ explanation }) => explanation)];
  const columns = all.map(({ reason }) => findReason(reason)?.deployment);
  if (columns.includes('none')) return undefined;
  const fallback = state === 'failed' ? 'error' : 'in_progress';
  const first = troubles[0]?.explanation ?? objections[0];
  if (first === undefined) return { state: fallback, description: state === 'failed' ? 'Failed.' : 'Waiting.' };
  const column = findReason(first.reason)?.deployment;
  return {
    state: column === undefined || column === 'none' ? fallback : column,
    description: renderPlain(first.sentence),
  };
}
