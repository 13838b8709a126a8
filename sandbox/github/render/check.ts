import type { GitCommit } from '../git/read-commits.ts';
import type { App } from '../state/app.ts';
import type { Annotation, CheckRun, CheckSuite } from '../state/check.ts';
import type { Repository } from '../state/repository.ts';
import { renderApp } from './app.ts';
import { apiOf, nodeId, optionalTimeOf, pageOf, timeOf } from './links.ts';
import type { Links } from './links.ts';
import { renderMinimalPullRequest } from './pull-request.ts';

export function renderCheckRun(links: Links, app: App, repository: Repository, run: CheckRun) {
  const url = `${apiOf(links, repository)}/check-runs/${run.id}`;
  const page = `${pageOf(links, repository)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.sha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: timeOf(run.startedAt),
    completed_at: optionalTimeOf(run.completedAt),
    output: {
      title: run.output.title ?? null,
      summary: run.output.summary ?? null,
      text: run.output.text ?? null,
      annotations_count: run.output.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: renderApp(links, app),
    pull_requests: renderPullRequestsOf(links, repository, run.sha),
  };
}

export function renderAnnotation(links: Links, repository: Repository, run: CheckRun, annotation: Annotation) {
  return {
    path: annotation.path,
    blob_href: `${pageOf(links, repository)}/blob/${run.sha}/${annotation.path}`,
    start_line: annotation.startLine,
    start_column: annotation.startColumn ?? null,
    end_line: annotation.endLine,
    end_column: annotation.endColumn ?? null,
    annotation_level: annotation.level,
    title: annotation.title ?? null,
    message: annotation.message,
    raw_details: annotation.rawDetails ?? null,
  };
}

/** Asked for by itself a suite also tells its repository; in a webhook that stands beside it. */
export function renderCheckSuite(links: Links, app: App, repository: Repository, suite: CheckSuite, commit: GitCommit) {
  const url = `${apiOf(links, repository)}/check-suites/${suite.id}`;
  const runs = repository.checkRuns.filter(({ suiteId }) => suiteId === suite.id);
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: suite.branch ?? null,
    head_sha: suite.sha,
    ...summarizeCheckRuns(runs),
    url,
    before: suite.before ?? null,
    after: suite.sha,
    pull_requests: renderPullRequestsOf(links, repository, suite.sha),
    app: renderApp(links, app),
    created_at: timeOf(suite.createdAt),
    updated_at: timeOf(suite.updatedAt),
    head_commit: {
      id: commit.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: { name: commit.author.name, email: commit.author.email },
      committer: { name: commit.committer.name, email: commit.committer.email },
    },
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  };
}

/** A suite is as far as its slowest run and as good as its worst. */
export function summarizeCheckRuns(runs: readonly CheckRun[]) {
  if (runs.length === 0) return { status: 'queued', conclusion: null } as const;
  if (runs.some(({ status }) => status !== 'completed')) {
    const started = runs.some(({ status }) => status !== 'queued');
    return { status: started ? 'in_progress' : 'queued', conclusion: null } as const;
  }
  const bad = runs.find(
    ({ conclusion }) => conclusion !== 'success' && conclusion !== 'neutral' && conclusion !== 'skipped',
  );
  return { status: 'completed', conclusion: bad?.conclusion ?? 'success' } as const;
}

function renderPullRequestsOf(links: Links, repository: Repository, sha: string) {
  // GitHub leaves out pull requests of forks here.
  return repository.pullRequests
    .filter(({ head, state }) => state === 'open' && head.sha === sha && head.repository === repository)
    .map((pullRequest) => renderMinimalPullRequest(links, pullRequest));
}
