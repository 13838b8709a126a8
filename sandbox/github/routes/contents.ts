import { posix } from 'node:path';
import { commitToBranch } from '../actions/commits.ts';
import { resolveCommit } from '../git/refs.ts';
import { readCommit } from '../git/read-commits.ts';
import { findEntry, listTree, readBlob } from '../git/read-tree.ts';
import type { TreeEntry } from '../git/read-tree.ts';
import { ApiError, notFound, unprocessable } from '../http/api-error.ts';
import { ok, readRoute, writeRoute } from '../http/route.ts';
import type { Answer, RepositoryCall, Route, SignedCall } from '../http/route.ts';
import { renderGitCommit } from '../render/commit.ts';
import { apiOf, pageOf } from '../render/links.ts';
import { signArchive } from '../http/archive.ts';

const contents = '/repos/{owner}/{repo}/contents/{path}';

export const contentRoutes: readonly Route[] = [
  readRoute(`GET ${contents}`, 'contents:read', answerContents),
  writeRoute(`PUT ${contents}`, 'contents:write', 'write', write),
  readRoute('GET /repos/{owner}/{repo}/tarball/{ref}', 'contents:read', redirectToArchive),
];

/** Larger files have no content in JSON. */
const largestInline = 1024 * 1024;

async function answerContents(call: RepositoryCall): Promise<Answer> {
  const { repository, params, query } = call;
  const { directory, defaultBranch } = repository;
  const ref = query.get('ref') ?? defaultBranch;
  const commit = await resolveCommit(directory, ref);
  if (commit === undefined) throw new ApiError(404, { message: `No commit found for the ref ${ref}` });
  const path = (params['path'] ?? '').replace(/^\/+|\/+$/g, '');
  const entry = await findEntry(directory, commit, path);
  if (!entry) throw notFound();
  if (entry.type === 'tree') {
    const entries = await listTree(directory, entry.sha);
    return ok(entries.map((each) => renderEntry(call, ref, { ...each, path: posix.join(path, each.path) })));
  }
  return answerFile(call, { ref, commit, entry });
}

async function answerFile(
  call: RepositoryCall,
  { ref, commit, entry }: { ref: string; commit: string; entry: TreeEntry },
): Promise<Answer> {
  const { directory } = call.repository;
  if (entry.type === 'commit') return ok({ ...renderEntry(call, ref, entry), submodule_git_url: null });
  const content = await readBlob(directory, entry.sha);
  if (entry.mode === '120000') {
    // GitHub follows a link to a file of the same repository, and shows any other as what it is.
    const target = content.toString('utf8');
    const followed = await findEntry(directory, commit, posix.join(posix.dirname(entry.path), target));
    if (followed?.type === 'blob') return answerFile(call, { ref, commit, entry: { ...followed, path: entry.path } });
    return ok({ ...renderEntry(call, ref, entry), target });
  }
  if (/\braw\b/.test(call.accept)) {
    return { kind: 'raw', body: content, contentType: 'application/vnd.github.raw+json; charset=utf-8' };
  }
  const inline = content.length <= largestInline;
  return ok({
    ...renderEntry(call, ref, entry),
    encoding: inline ? 'base64' : 'none',
    content: inline ? encodeBase64(content) : '',
  });
}

/** With line ends, as GitHub sends it. */
export function encodeBase64(content: Buffer): string {
  return content.toString('base64').replaceAll(/.{1,60}/g, '$&\n');
}

function renderEntry({ world, repository }: RepositoryCall, ref: string, entry: TreeEntry) {
  const { path, sha, size } = entry;
  const api = apiOf(world.links, repository);
  const escaped = encodeURI(path);
  const isFolder = entry.type === 'tree';
  const url = `${api}/contents/${escaped}?ref=${encodeURIComponent(ref)}`;
  const git = `${api}/git/${isFolder ? 'trees' : 'blobs'}/${sha}`;
  const html = `${pageOf(world.links, repository)}/${isFolder ? 'tree' : 'blob'}/${ref}/${escaped}`;
  return {
    type: typeOf(entry),
    ...{ name: posix.basename(path), path, sha, size, url },
    git_url: git,
    html_url: html,
    download_url: isFolder ? null : `${pageOf(world.links, repository)}/raw/${ref}/${escaped}`,
    _links: { self: url, git, html },
  };
}

function typeOf({ type, mode }: TreeEntry): 'dir' | 'file' | 'symlink' | 'submodule' {
  if (type === 'tree') return 'dir';
  if (type === 'commit') return 'submodule';
  return mode === '120000' ? 'symlink' : 'file';
}

async function write(call: SignedCall): Promise<Answer> {
  const { world, repository, account, params } = call;
  const request = call.body as { message: string; content: string; branch?: string; sha?: string };
  const { directory, defaultBranch } = repository;
  const path = params['path'] ?? '';
  const branch = request.branch ?? defaultBranch;
  const isMalformed = path.split('/').some((part) => ['', '.', '..', '.git'].includes(part.toLowerCase()));
  if (isMalformed) throw unprocessable('path contains a malformed path component');
  const before = await findEntry(directory, `refs/heads/${branch}`, path);
  if (before && before.sha !== request.sha) {
    throw new ApiError(409, { message: `${path} does not match ${request.sha ?? ''}` });
  }
  const sha = await commitToBranch(world, repository, {
    ...{ author: account, branch, message: request.message },
    changes: { [path]: Buffer.from(request.content, 'base64') },
  });
  const after = await findEntry(directory, sha, path);
  const commit = renderGitCommit(world.links, repository, await readCommit(directory, sha));
  return {
    kind: 'json',
    status: before ? 200 : 201,
    body: { content: after ? renderEntry(call, branch, after) : null, commit },
  };
}

async function redirectToArchive(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params } = call;
  const sha = await resolveCommit(repository.directory, params['ref'] ?? '');
  if (sha === undefined) throw notFound();
  return { kind: 'empty', status: 302, headers: { location: signArchive(world, repository, sha) } };
}
