import type { ChangedFile } from '../git/changed-files.ts';
import type { GitCommit } from '../git/read-commits.ts';
import { findAccountByEmail } from '../state/state.ts';
import type { State } from '../state/state.ts';
import type { Repository } from '../state/repository.ts';
import { renderUser } from './user.ts';
import { apiOf, nodeId, pageOf } from './links.ts';
import type { Links } from './links.ts';

export const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** A commit as GitHub shows it: with the accounts that its email addresses belong to. */
export function renderCommit(links: Links, state: State, repository: Repository, commit: GitCommit) {
  const api = apiOf(links, repository);
  const page = pageOf(links, repository);
  const account = (email: string) => {
    const found = findAccountByEmail(state, email);
    return found ? renderUser(links, found) : null;
  };
  return {
    sha: commit.sha,
    node_id: nodeId('C', Number.parseInt(commit.sha.slice(0, 12), 16)),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: unsigned,
    },
    author: account(commit.author.email),
    committer: account(commit.committer.email),
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${page}/commit/${sha}` })),
  };
}

/** A commit as git has it. */
export function renderGitCommit(links: Links, repository: Repository, commit: GitCommit) {
  const api = apiOf(links, repository);
  const page = pageOf(links, repository);
  return {
    sha: commit.sha,
    node_id: nodeId('C', Number.parseInt(commit.sha.slice(0, 12), 16)),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: unsigned,
  };
}

export function renderChangedFile(links: Links, repository: Repository, ref: string, file: ChangedFile) {
  const path = encodeURI(file.path);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${pageOf(links, repository)}/blob/${ref}/${path}`,
    raw_url: `${pageOf(links, repository)}/raw/${ref}/${path}`,
    contents_url: `${apiOf(links, repository)}/contents/${path}?ref=${ref}`,
    ...(file.patch !== undefined && { patch: file.patch }),
    ...(file.previousPath !== undefined && { previous_filename: file.previousPath }),
  };
}
