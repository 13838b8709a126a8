import { findMergeBase, listChangedFiles, readDiff, countCommits } from '../git/changed-files.ts';
import { listCommits, readCommit } from '../git/read-commits.ts';
import { resolveCommit } from '../git/refs.ts';
import { ApiError, notFound, unprocessable } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { ok, readRoute } from '../http/route.ts';
import type { Answer, RepositoryCall, Route } from '../http/route.ts';
import { renderChangedFile, renderCommit } from '../render/commit.ts';
import { apiOf, pageOf } from '../render/links.ts';
import type { Repository } from '../state/repository.ts';

const read = 'contents:read';
const repo = '/repos/{owner}/{repo}';
/** What a first commit differs from. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export const commitRoutes: readonly Route[] = [
  readRoute(`GET ${repo}/commits`, read, list),
  readRoute(`GET ${repo}/commits/{ref}`, read, answerOne),
  readRoute(`GET ${repo}/compare/{basehead}`, read, compare),
];

async function list(call: RepositoryCall): Promise<Answer> {
  const { world, state, repository, query } = call;
  const sha = await resolveCommit(repository.directory, query.get('sha') ?? repository.defaultBranch);
  if (sha === undefined) throw notFound();
  const path = query.get('path');
  const { items, headers } = paginate(
    call,
    await listCommits(repository.directory, sha, [], path === null ? [] : [path]),
  );
  return ok(
    items.map((commit) => renderCommit(world.links, state, repository, commit)),
    headers,
  );
}

async function answerOne(call: RepositoryCall): Promise<Answer> {
  const { world, state, repository, params, accept } = call;
  const { directory } = repository;
  const ref = params['ref'] ?? '';
  const sha = await resolveCommit(directory, ref);
  if (sha === undefined) throw unprocessable(`No commit found for SHA: ${ref}`);
  if (/\bsha\b/.test(accept)) {
    return { kind: 'raw', body: Buffer.from(sha), contentType: 'application/vnd.github.sha; charset=utf-8' };
  }
  const commit = await readCommit(directory, sha);
  const from = commit.parents[0] ?? emptyTree;
  if (/\b(?:diff|patch)\b/.test(accept)) {
    return { kind: 'raw', body: await readDiff(directory, from, sha), contentType: 'text/plain; charset=utf-8' };
  }
  const files = await listChangedFiles(directory, from, sha);
  const sum = (key: 'additions' | 'deletions') => files.reduce((total, file) => total + file[key], 0);
  const [additions, deletions] = [sum('additions'), sum('deletions')];
  return ok({
    ...renderCommit(world.links, state, repository, commit),
    stats: { additions, deletions, total: additions + deletions },
    files: files.map((file) => renderChangedFile(world.links, repository, sha, file)),
  });
}

async function compare(call: RepositoryCall): Promise<Answer> {
  const { world, state, repository, params } = call;
  const { directory } = repository;
  const [baseName = '', headName = ''] = (params['basehead'] ?? '').split('...');
  const [base, head] = await Promise.all([resolveSide(call, baseName), resolveSide(call, headName)]);
  const mergeBase = await findMergeBase(directory, base, head);
  if (mergeBase === undefined) {
    throw new ApiError(404, { message: `No common ancestor between ${baseName} and ${headName}.` });
  }
  const render = (commit: Awaited<ReturnType<typeof readCommit>>) =>
    renderCommit(world.links, state, repository, commit);
  const commits = (await listCommits(directory, `${base}..${head}`)).toReversed();
  const files = await listChangedFiles(directory, mergeBase, head);
  const behind = await countCommits(directory, `${head}..${base}`);
  const { items, headers } = paginate(call, commits);
  const page = `${pageOf(world.links, repository)}/compare/${baseName}...${headName}`;
  const body = {
    url: `${apiOf(world.links, repository)}/compare/${baseName}...${headName}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: render(await readCommit(directory, base)),
    merge_base_commit: render(await readCommit(directory, mergeBase)),
    status: statusOf(commits.length, behind),
    ahead_by: commits.length,
    behind_by: behind,
    total_commits: commits.length,
    commits: items.map(render),
    files: files.map((file) => renderChangedFile(world.links, repository, head, file)),
  };
  return ok(body, headers);
}

/** `branch`, or `owner:branch` for a branch of a fork whose commits a pull request brought here. */
async function resolveSide({ state, repository }: RepositoryCall, name: string): Promise<string> {
  const [owner, ref] = name.includes(':') ? (name.split(':') as [string, string]) : [undefined, name];
  const side = owner === undefined ? repository : findInNetwork(state.repositories, repository, owner);
  const sha = side && (await resolveCommit(side.directory, ref));
  if (sha === undefined || (await resolveCommit(repository.directory, sha)) === undefined) throw notFound();
  return sha;
}

/** The repository of the same network that belongs to an owner. */
export function findInNetwork(
  all: readonly Repository[],
  repository: Repository,
  owner: string,
): Repository | undefined {
  const belongs = (each: Repository) => each.owner.login.toLowerCase() === owner.toLowerCase();
  return belongs(repository) ? repository : all.find((each) => each.parent?.id === repository.id && belongs(each));
}

function statusOf(ahead: number, behind: number): 'identical' | 'ahead' | 'behind' | 'diverged' {
  if (ahead === 0) return behind === 0 ? 'identical' : 'behind';
  return behind === 0 ? 'ahead' : 'diverged';
}
