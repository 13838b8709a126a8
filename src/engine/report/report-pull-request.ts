import { createHash } from 'node:crypto';
import type { Environment } from '../../environment/environment.ts';
import { renderComment } from '../../report/render-comment.ts';
import { isEngineError } from '../engine-error.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { PullRequestAddress } from '../ports/github.ts';
import { determineNews, isRemoved } from './determine-news.ts';
import { reportCheckRun } from './report-check-run.ts';
import { reportDeployments } from './report-deployments.ts';

export type ReportParts = Pick<EngineParts, 'github' | 'cluster' | 'clock' | 'publicUrl' | 'log'> & {
  /** Where people see pull requests, without a slash at the end. */
  readonly githubUrl: string;
  /** How often in a row GitHub did not take what there was to tell of an environment. */
  readonly refusals: Map<string, number>;
};

/** When what was seen first had this content; lost with the process, which then waits once more. */
export type SeenSince = Map<string, { readonly digest: string; readonly atMs: number }>;

/**
 * Tells GitHub how the environments of one pull request are, as far as it has not been told. Resolves to how long to wait
 * until there is more to tell, if nothing else happens. Throws an EngineError where GitHub does not take it for now.
 */
export async function reportPullRequest(
  address: PullRequestAddress,
  parts: ReportParts,
  seen: SeenSince,
): Promise<number | undefined> {
  const environments = listEnvironments(address, parts);
  const waits: (number | undefined)[] = [];
  const due: Environment[] = [];
  for (const environment of environments) {
    const news = determineNews(environment, seen.get(environment.name), parts.clock.nowMs());
    seen.set(environment.name, { digest: news.digest, atMs: news.sinceMs });
    waits.push(news.kind === 'later' ? news.waitMs : news.commentAfterMs);
    if (news.kind === 'later') continue;
    await allowRefusal(parts, environment, 'deployments', () => reportDeployments(environment, parts));
    await allowRefusal(parts, environment, 'check', () => reportCheckRun(environment, parts));
    if (news.commentAfterMs === undefined) due.push(environment);
  }
  if (due.length > 0) await reportComment(address, parts);
  // Not those that went in the meantime: of them the comment says something else yet.
  for (const { name } of due.filter(isRemoved)) await parts.cluster.environments.remove(name);
  const next = Math.min(...waits.filter((waitMs) => waitMs !== undefined));
  return Number.isFinite(next) ? next : undefined;
}

function listEnvironments(
  { repository, number }: PullRequestAddress,
  { cluster }: ReportParts,
): readonly Environment[] {
  return cluster.environments
    .list()
    .filter(({ spec }) => spec.repository.toLowerCase() === repository.toLowerCase() && spec.pullRequest === number);
}

/** One comment for all environments of the pull request. */
async function reportComment(address: PullRequestAddress, parts: ReportParts): Promise<void> {
  const environments = listEnvironments(address, parts);
  const body = renderComment({ environments, publicUrl: parts.publicUrl, githubUrl: parts.githubUrl });
  const commentDigest = createHash('sha256').update(body).digest('hex');
  const known = environments.map(({ status }) => status.github);
  const [first] = environments;
  if (first === undefined || known.every((github) => github.commentDigest === commentDigest)) return;
  await allowRefusal(parts, first, 'comment', async () => {
    const id = known.find(({ commentId }) => commentId !== undefined)?.commentId;
    // Nobody wants to read of something that was never there.
    const create = !environments.every((one) => isRemoved(one) && one.status.startedAt === undefined);
    const commentId = await parts.github.ensureComment(address, { id, body, create });
    for (const { name, status } of environments) {
      const github = { ...status.github, commentDigest, ...(commentId !== undefined && { commentId }) };
      await parts.cluster.environments.updateStatus(name, { github });
    }
  });
}

/** A fresh commit is not known to all of GitHub at once; what is refused more often than this is refused for good. */
const mostRefusals = 5;

/** What GitHub refuses for good must not keep an environment: it is logged, and the rest goes on. */
async function allowRefusal(
  { log, refusals }: ReportParts,
  { name, spec: { repository } }: Environment,
  what: 'deployments' | 'check' | 'comment',
  report: () => Promise<void>,
): Promise<void> {
  const refused = `${name} ${what}`;
  try {
    await report();
    refusals.delete(refused);
  } catch (error) {
    if (!isEngineError(error)) throw error;
    const count = error.reason === 'GitHubRefused' ? (refusals.get(refused) ?? 0) + 1 : 0;
    refusals.set(refused, count);
    if (error.disposition !== 'final' && count < mostRefusals) throw error;
    log.warn({ key: name, repository, reason: error.reason, err: error }, 'GitHub does not take a report');
  }
}
