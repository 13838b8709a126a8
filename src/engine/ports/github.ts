import type { Actor } from '../../environment/determine-approval.ts';
import type { PullRequestAnswer } from '../../environment/determine-desire.ts';
import type { Problem } from '../../manifest/document/problem.ts';

export interface PullRequestAddress {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
}

/** What GitHub says of a pull request, as far as berth needs it. */
export interface PullRequestDetails {
  readonly installation: number;
  readonly head: {
    readonly sha: string;
    readonly branch: string;
    readonly base: string;
    readonly author: string;
    readonly origin: 'sameRepository' | 'fork';
  };
  readonly labels: readonly string[];
  /** ISO 8601, of the last thing that happened on it. */
  readonly updatedAt: string;
}

export type PullRequestReading =
  | { readonly answer: Extract<PullRequestAnswer, { kind: 'found' }>; readonly details: PullRequestDetails }
  | { readonly answer: Exclude<PullRequestAnswer, { kind: 'found' }>; readonly details?: undefined };

/** Who set the label last, and who pushed the head after that, as far as GitHub's own records say. */
export interface ApprovalHistory {
  readonly labelledBy: Actor | undefined;
  readonly pushedBy: Actor | 'nobody' | undefined;
}

export type CheckState = 'pending' | 'succeeded' | 'failed';

/** Reads what is true on GitHub. None of these throws because GitHub does not answer, except where it says so. */
export interface GitHubReader {
  readPullRequest(address: PullRequestAddress): Promise<PullRequestReading>;
  /** Throws an EngineError if GitHub does not answer. */
  readApprovalHistory(
    address: PullRequestAddress,
    of: { readonly label: string; readonly headSha: string; readonly branch: string },
  ): Promise<ApprovalHistory>;
  /** Reads the role of somebody who an event told of. Throws an EngineError if GitHub does not answer. */
  readActor(repository: string, account: Pick<Actor, 'id' | 'login' | 'type'>): Promise<Actor>;
  /** Files that the pull request changes. Throws an EngineError if GitHub does not answer. */
  listChangedFiles(address: PullRequestAddress): Promise<readonly string[]>;
  /** How each check of a commit stands, by its name. Throws an EngineError if GitHub does not answer. */
  listChecks(repository: string, sha: string): Promise<ReadonlyMap<string, CheckState>>;
  /** Open pull requests that carry one of the labels, in one or in all repositories that berth reaches. One that fails is left out and said. */
  listLabelled(
    labels: readonly string[],
    repository?: string,
  ): Promise<{ readonly pullRequests: readonly PullRequestAddress[]; readonly failed: readonly string[] }>;
  /** Asks GitHub to send again what did not reach us in the last three days. Throws an EngineError if GitHub does not answer. */
  redeliverFailed(signal: AbortSignal): Promise<number>;
}

/**
 * The files of a repository at one commit, on disk. What is not unpacked, a link or a file that is too large, is there only
 * as a link to itself: it leads nowhere, and whoever meets it knows that something is missing.
 */
export interface SourceReader {
  /**
   * Resolves to the folder, which stays for half an hour at least after it was asked for last.
   * Throws an EngineError: `ApiUnavailable`, `GitHubForbidden`, `GitHubRefused`, `SourceRefused` where the archive
   * holds what no repository should, or `Superseded` if the signal ended it.
   */
  ensureSource(source: { readonly repository: string; readonly sha: string }, signal: AbortSignal): Promise<string>;
  /** Reads a file of an unpacked source; `undefined` if there is none. Throws an EngineError `SourceRefused` if
   * it is larger than the limit or not unpacked. */
  readSourceFile(folder: string, path: string, limitBytes: number): Promise<string | undefined>;
}

export type DeploymentState = 'queued' | 'in_progress' | 'success' | 'failure' | 'error' | 'inactive';

/** Writes to GitHub. Each is safe to repeat after a crash or a lost answer; each throws an EngineError if GitHub does not take it. */
export interface GitHubWriter {
  /** Writes the one comment of a pull request, found again by its marker and by who wrote it. Resolves to its id. */
  ensureComment(
    address: PullRequestAddress,
    comment: { readonly id: number | undefined; readonly body: string; readonly create: boolean },
  ): Promise<number | undefined>;
  /** Resolves to the id of the deployment of this commit for this environment, made only if there is none. */
  ensureDeployment(
    repository: string,
    deployment: {
      readonly sha: string;
      /** The GitHub environment: the profile's label. */
      readonly environment: string;
      /** Marks whose it is: the name of the `Environment` object, and its uid. */
      readonly marker: string;
      readonly description: string;
    },
  ): Promise<number>;
  createDeploymentStatus(
    repository: string,
    status: {
      readonly deployment: number;
      readonly state: DeploymentState;
      readonly description: string;
      readonly environmentUrl: string | undefined;
      readonly logUrl: string;
    },
  ): Promise<void>;
  /** Writes the problems of a manifest as annotations of one check run of the commit, or says that there are none any more. */
  ensureCheckRun(
    repository: string,
    check: {
      readonly sha: string;
      readonly name: string;
      readonly title: string;
      readonly summary: string;
      readonly detailsUrl: string;
      readonly problems: readonly Problem[];
    },
  ): Promise<void>;
  removeLabel(address: PullRequestAddress, label: string): Promise<void>;
}
