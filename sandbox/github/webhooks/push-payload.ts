import { listCommits } from '../git/read-commits.ts';
import type { GitCommit } from '../git/read-commits.ts';
import { noCommit } from '../git/refs.ts';
import type { RefChange } from '../git/refs.ts';
import { isAncestor } from '../git/changed-files.ts';
import { runGit } from '../git/git.ts';
import { pageOf } from '../render/links.ts';
import type { Links } from '../render/links.ts';
import { renderRepository } from '../render/repository.ts';
import type { Account } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';

/** GitHub sends the last 2048 commits of a push at most. */
const mostCommits = 2048;

/** What a `push` webhook says about one changed ref. */
export async function buildPushPayload(links: Links, repository: Repository, pusher: Account, change: RefChange) {
  const { ref, before, after } = change;
  const { directory } = repository;
  const created = before === noCommit;
  const deleted = after === noCommit;
  const commits = deleted ? [] : await listPushed(repository, change);
  const rendered = await Promise.all(commits.map((commit) => renderPushedCommit(links, repository, commit)));
  const range =
    created || deleted ? (deleted ? before : after).slice(0, 12) : `${before.slice(0, 12)}...${after.slice(0, 12)}`;
  const page = pageOf(links, repository);
  return {
    ref,
    before,
    after,
    base_ref: null,
    created,
    deleted,
    forced: !created && !deleted && !(await isAncestor(directory, before, after)),
    compare: `${page}/compare/${range}`,
    commits: rendered,
    head_commit: rendered.at(-1) ?? null,
    pusher: { name: pusher.login, email: pusher.email },
    repository: renderPushedRepository(links, repository),
  };
}

/** Oldest first; of a new branch only its last commit, as nothing says where it began. */
async function listPushed({ directory }: Repository, { before, after }: RefChange): Promise<GitCommit[]> {
  const created = before === noCommit;
  const range = created ? after : `${before}..${after}`;
  const commits = await listCommits(directory, range, [created ? '-1' : `-${mostCommits}`]);
  return commits.toReversed();
}

/** In this one webhook some times are seconds, as they were before all others changed. */
function renderPushedRepository(links: Links, repository: Repository) {
  const rendered = renderRepository(links, repository);
  return {
    ...rendered,
    owner: { ...rendered.owner, name: repository.owner.login, email: repository.owner.email },
    url: rendered.html_url,
    created_at: Math.floor(repository.createdAt.getTime() / 1000),
    pushed_at: Math.floor(repository.pushedAt.getTime() / 1000),
    stargazers: 0,
    master_branch: repository.defaultBranch,
  };
}

async function renderPushedCommit(links: Links, repository: Repository, commit: GitCommit) {
  const names = await runGit(repository.directory, [
    'diff-tree',
    '--root',
    '-r',
    '--no-commit-id',
    '--name-status',
    commit.sha,
  ]);
  const files = names.split('\n').map((line) => line.split('\t'));
  const pick = (letter: string) => files.filter(([status]) => status === letter).map(([, path = '']) => path);
  const person = ({ name, email }: { name: string; email: string }) => ({ name, email });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${pageOf(links, repository)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: pick('A'),
    removed: pick('D'),
    modified: pick('M'),
  };
}
