import type { Account } from '../state/account.ts';
import type { Installation } from '../state/app.ts';
import type { Comment } from '../state/comment.ts';
import type { Label } from '../state/label.ts';
import type { PullRequest, Review } from '../state/pull-request.ts';
import type { PullRequestEdit } from './pull-requests.ts';
import type { Collaborator, Repository, Role } from '../state/repository.ts';

/** Files to write by path; `null` removes the file. */
export type FileChanges = Readonly<Record<string, string | Buffer | null>>;

export interface NewRepository {
  readonly owner: Account;
  readonly name: string;
  readonly private?: boolean;
  readonly description?: string;
  /** The first commit: a folder on disk, or files by path. */
  readonly content: { readonly folder: string } | { readonly files: FileChanges };
}

export interface NewPullRequest {
  readonly author: Account;
  readonly title: string;
  readonly body?: string;
  /** A branch of the same repository, or of the fork given as `headRepository`. */
  readonly head: string;
  readonly headRepository?: Repository;
  readonly base?: string;
  readonly draft?: boolean;
}

export interface NewCommit {
  readonly author: Account;
  /** Made from the default branch where it does not exist. */
  readonly branch: string;
  readonly message: string;
  readonly changes: FileChanges;
  /** Replaces the branch's last commit instead of following it: a force push. */
  readonly amend?: boolean;
}

export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** What a person does on GitHub. Each resolves once state and git are changed and the webhooks are on their way. */
export interface Actions {
  addPerson(login: string, name?: string): Account;
  addOrganization(login: string): Account;
  /** A token for git and the API. */
  createToken(account: Account): string;
  createRepository(repository: NewRepository): Promise<Repository>;
  fork(repository: Repository, owner: Account): Promise<Repository>;
  deleteRepository(repository: Repository, actor: Account): Promise<void>;
  setRole(repository: Repository, account: Account, role: Role): Collaborator;
  createLabel(
    repository: Repository,
    actor: Account,
    label: { name: string; color?: string; description?: string },
  ): Label;
  /** Resolves to the new commit's SHA. */
  commit(repository: Repository, commit: NewCommit): Promise<string>;
  deleteBranch(repository: Repository, actor: Account, branch: string): Promise<void>;
  openPullRequest(repository: Repository, pullRequest: NewPullRequest): Promise<PullRequest>;
  editPullRequest(pullRequest: PullRequest, actor: Account, edit: PullRequestEdit): Promise<void>;
  addLabel(pullRequest: PullRequest, actor: Account, name: string): void;
  removeLabel(pullRequest: PullRequest, actor: Account, name: string): void;
  comment(pullRequest: PullRequest, actor: Account, body: string): Comment;
  editComment(pullRequest: PullRequest, actor: Account, comment: Comment, body: string): void;
  deleteComment(pullRequest: PullRequest, actor: Account, comment: Comment): void;
  review(pullRequest: PullRequest, actor: Account, state: Review['state'], body?: string): Review;
  setDraft(pullRequest: PullRequest, actor: Account, draft: boolean): void;
  merge(pullRequest: PullRequest, actor: Account, method?: MergeMethod): Promise<void>;
  close(pullRequest: PullRequest, actor: Account): void;
  reopen(pullRequest: PullRequest, actor: Account): Promise<void>;
  /** Installs the App on an account's repositories; the account must have none yet. */
  install(account: Account, selected?: readonly Repository[]): Installation;
  addToInstallation(installation: Installation, repository: Repository): void;
}
