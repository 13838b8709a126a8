import type { ApplicationFunction } from 'probot';
import { z } from 'zod';

import type { Told } from './engine/intake/told.ts';

type RepositoryName = `${string}/${string}`;
export type PullRequestKey = `${RepositoryName}#${number}`;

/** Who looks again when something may have changed. A wake marks and returns; what is true is read afterwards. */
export interface Wake {
  pullRequest(key: PullRequestKey, delivery: string, told?: Told): void | Promise<void>;
  /** Every environment that waits for this commit: GitHub does not say which pull requests of forks a check belongs to. */
  commit(commit: { readonly repository: RepositoryName; readonly sha: string }, delivery: string): void | Promise<void>;
  /** Every labelled pull request of the repository. */
  repository(repository: RepositoryName, delivery: string): void | Promise<void>;
}

interface Event {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
}
type Handle = (event: Event) => Promise<void>;

const FullName = z.templateLiteral([z.string().regex(/^[\w.-]{1,100}$/), '/', z.string().regex(/^[\w.-]{1,100}$/)]);
const Repository = z.object({ full_name: FullName });
const PullRequest = z.object({ repository: Repository, pull_request: z.object({ number: z.int().positive() }) });
const Account = z.object({ id: z.int(), login: z.string(), type: z.string() });
const Head = z.object({ sha: z.hex() });
const Labelled = z.object({
  ...PullRequest.shape,
  pull_request: z.object({ number: z.int().positive(), head: Head }),
  label: z.object({ name: z.string() }),
  sender: Account,
});
const Pushed = Labelled.omit({ label: true });
const Comment = z.object({
  repository: Repository,
  issue: z.object({ number: z.int().positive(), pull_request: z.unknown() }),
  sender: Account,
});
const CheckRun = z.object({ repository: Repository, check_run: z.object({ head_sha: z.hex() }) });
const Status = z.object({ repository: Repository, sha: z.hex() });
const InRepository = z.object({ repository: Repository });
const Installed = z.object({ repositories: z.array(Repository).default([]) });
const Added = z.object({ repositories_added: z.array(Repository) });

/**
 * One line an event: event → key → wake. The name of an event is not signed, so a payload that is not what the name says
 * is left alone.
 */
export function createApp(wake: Wake): ApplicationFunction {
  const { pullRequest, labelled, pushed, comment, checkRun, status, label, installed, added } = createHandlers(wake);
  return (app) => {
    app.on('pull_request.opened', pullRequest);
    app.on('pull_request.reopened', pullRequest);
    app.on('pull_request.labeled', labelled);
    app.on('pull_request.unlabeled', pullRequest);
    app.on('pull_request.synchronize', pushed);
    app.on('pull_request.edited', pullRequest); // `Depends-On:` in the body
    app.on('pull_request.closed', pullRequest);
    app.on('issue_comment.created', comment); // somebody still uses it
    app.on('check_run.completed', checkRun);
    app.on('check_run.rerequested', checkRun);
    app.on('status', status);
    app.on('label.edited', label); // renamed: it is on other terms with every profile
    app.on('label.deleted', label);
    app.on('installation.created', installed);
    app.on('installation.unsuspend', installed);
    app.on('installation_repositories.added', added);
  };
}

function createHandlers(wake: Wake) {
  const wakeAll = async (repositories: readonly z.output<typeof Repository>[], delivery: string) => {
    for (const { full_name } of repositories) await wake.repository(full_name, delivery);
  };
  return {
    ...createPullRequestHandlers(wake),
    checkRun: whenever(CheckRun, ({ repository, check_run }, delivery) =>
      wake.commit({ repository: repository.full_name, sha: check_run.head_sha }, delivery),
    ),
    status: whenever(Status, ({ repository, sha }, delivery) =>
      wake.commit({ repository: repository.full_name, sha }, delivery),
    ),
    label: whenever(InRepository, ({ repository }, delivery) => wake.repository(repository.full_name, delivery)),
    installed: whenever(Installed, ({ repositories }, delivery) => wakeAll(repositories, delivery)),
    added: whenever(Added, ({ repositories_added }, delivery) => wakeAll(repositories_added, delivery)),
  };
}

function createPullRequestHandlers(wake: Wake) {
  return {
    pullRequest: whenever(PullRequest, ({ repository, pull_request }, delivery) =>
      wake.pullRequest(`${repository.full_name}#${pull_request.number}`, delivery),
    ),
    labelled: whenever(Labelled, ({ repository, pull_request: { number, head }, label, sender }, delivery) => {
      const told = { kind: 'labelled', label: label.name, sha: head.sha, account: sender } as const;
      return wake.pullRequest(`${repository.full_name}#${number}`, delivery, told);
    }),
    pushed: whenever(Pushed, ({ repository, pull_request: { number, head }, sender }, delivery) => {
      const told = { kind: 'pushed', sha: head.sha, account: sender } as const;
      return wake.pullRequest(`${repository.full_name}#${number}`, delivery, told);
    }),
    comment: whenever(Comment, ({ repository, issue, sender }, delivery) => {
      const isOfPerson = issue.pull_request !== undefined && sender.type === 'User';
      if (!isOfPerson) return undefined;
      return wake.pullRequest(`${repository.full_name}#${issue.number}`, delivery, { kind: 'commented' });
    }),
  };
}

function whenever<T>(schema: z.ZodType<T>, handle: (payload: T, delivery: string) => void | Promise<void>): Handle {
  return async ({ id, payload }) => {
    const parsed = schema.safeParse(payload);
    if (parsed.success) await handle(parsed.data, id);
  };
}
