import { adminLogin } from './account.ts';
import type { Account } from './account.ts';
import type { Activity } from './activity.ts';
import type { CheckRun, CheckSuite } from './check.ts';
import type { CommitStatus } from './commit-status.ts';
import type { Deployment, Environment } from './deployment.ts';
import type { Label } from './label.ts';
import type { PullRequest } from './pull-request.ts';

/** A repository: what GitHub knows about it here, its commits in the bare git repository at `directory`. */
export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly description: string | undefined;
  readonly defaultBranch: string;
  /** The repository that this one was forked from. */
  readonly parent: Repository | undefined;
  readonly directory: string;
  readonly createdAt: Date;
  pushedAt: Date;
  lastNumber: number;
  /** Oldest first. */
  readonly activities: Activity[];
  readonly collaborators: Collaborator[];
  readonly labels: Label[];
  readonly pullRequests: PullRequest[];
  readonly deployments: Deployment[];
  readonly environments: Environment[];
  readonly commitStatuses: CommitStatus[];
  readonly checkSuites: CheckSuite[];
  readonly checkRuns: CheckRun[];
}

/** GitHub's roles, weakest first. */
export const roles = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof roles)[number];

export interface Collaborator {
  readonly account: Account;
  role: Role;
}

/** What an account may do; undefined for somebody the repository does not know. */
export function findRole(repository: Repository, account: Account): Role | undefined {
  if (account.login === adminLogin || account.id === repository.owner.id) return 'admin';
  return repository.collaborators.find((each) => each.account.id === account.id)?.role;
}

export function isAtLeast(role: Role | undefined, wanted: Role): boolean {
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(wanted);
}

/** `owner/name`, as people write it. */
export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}
