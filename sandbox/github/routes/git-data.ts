import { applyPush } from '../actions/push.ts';
import { isAncestor } from '../git/changed-files.ts';
import { readCommit } from '../git/read-commits.ts';
import { listTree, readBlob } from '../git/read-tree.ts';
import { deleteRef, listRefs, noCommit, resolveCommit, updateRef } from '../git/refs.ts';
import { tryGit } from '../git/git.ts';
import { notFound, unprocessable } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { created, noContent, ok, readRoute, writeRoute } from '../http/route.ts';
import type { Answer, RepositoryCall, Route, SignedCall } from '../http/route.ts';
import { renderCommit, renderGitCommit } from '../render/commit.ts';
import { apiOf, nodeId, pageOf } from '../render/links.ts';
import { encodeBase64 } from './contents.ts';

const read = 'contents:read';
const write = 'contents:write';
const repo = '/repos/{owner}/{repo}';

export const gitDataRoutes: readonly Route[] = [
  readRoute(`GET ${repo}/branches`, read, listBranches),
  readRoute(`GET ${repo}/branches/{branch}`, read, answerBranch),
  readRoute(`GET ${repo}/git/blobs/{file_sha}`, read, answerBlob),
  readRoute(`GET ${repo}/git/commits/{commit_sha}`, read, async (call) => {
    const sha = await resolveCommit(call.repository.directory, call.params['commit_sha'] ?? '');
    if (sha === undefined) throw notFound();
    return ok(renderGitCommit(call.world.links, call.repository, await readCommit(call.repository.directory, sha)));
  }),
  readRoute(`GET ${repo}/git/trees/{tree_sha}`, read, answerTree),
  readRoute(`GET ${repo}/git/matching-refs/{ref}`, read, async (call) => {
    const prefix = `refs/${call.params['ref'] ?? ''}`;
    const refs = [...(await listRefs(call.repository.directory, 'refs/'))].filter(([ref]) => ref.startsWith(prefix));
    const { items, headers } = paginate(call, refs);
    return ok(
      items.map(([ref, sha]) => renderRef(call, ref, sha)),
      headers,
    );
  }),
  readRoute(`GET ${repo}/git/ref/{ref}`, read, async (call) => {
    const { ref, sha } = await requireRef(call);
    return ok(renderRef(call, ref, sha));
  }),
  writeRoute(`POST ${repo}/git/refs`, write, 'write', createRef),
  writeRoute(`PATCH ${repo}/git/refs/{ref}`, write, 'write', moveRef),
  writeRoute(`DELETE ${repo}/git/refs/{ref}`, write, 'write', removeRef),
];

async function listBranches(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const refs = [...(await listRefs(repository.directory, 'refs/heads'))];
  const { items, headers } = paginate(call, refs);
  const rendered = items.map(([ref, sha]) => ({
    name: ref.slice('refs/heads/'.length),
    commit: { sha, url: `${apiOf(world.links, repository)}/commits/${sha}` },
    protected: false,
  }));
  return ok(rendered, headers);
}

async function answerBranch({ world, state, repository, params }: RepositoryCall): Promise<Answer> {
  const name = params['branch'] ?? '';
  const sha = (await listRefs(repository.directory, `refs/heads/${name}`)).get(`refs/heads/${name}`);
  if (sha === undefined) throw notFound();
  const self = `${apiOf(world.links, repository)}/branches/${name}`;
  return ok({
    name,
    commit: renderCommit(world.links, state, repository, await readCommit(repository.directory, sha)),
    _links: { self, html: `${pageOf(world.links, repository)}/tree/${name}` },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
    protection_url: `${self}/protection`,
  });
}

async function answerBlob({ world, repository, params }: RepositoryCall): Promise<Answer> {
  const sha = params['file_sha'] ?? '';
  const type = /^[\da-f]{40}$/.test(sha) ? await tryGit(repository.directory, ['cat-file', '-t', sha]) : undefined;
  if (type !== 'blob') throw notFound();
  const content = await readBlob(repository.directory, sha);
  const url = `${apiOf(world.links, repository)}/git/blobs/${sha}`;
  const id = nodeId('B', Number.parseInt(sha.slice(0, 12), 16));
  return ok({ sha, node_id: id, size: content.length, url, content: encodeBase64(content), encoding: 'base64' });
}

async function answerTree({ world, repository, params, query }: RepositoryCall): Promise<Answer> {
  const { directory } = repository;
  const name = params['tree_sha'] ?? '';
  const commit = await resolveCommit(directory, name);
  const spec = commit ?? (/^[\da-f]{40}$/.test(name) ? name : undefined);
  const tree = spec && (await tryGit(directory, ['rev-parse', '--verify', '--quiet', `${spec}^{tree}`]));
  if (tree === undefined) throw notFound();
  const api = `${apiOf(world.links, repository)}/git`;
  const entries = await listTree(directory, tree, query.has('recursive'));
  const rendered = entries.map(({ path, mode, type, sha, size }) => ({
    ...{ path, mode, type, sha },
    ...(type === 'blob' && { size }),
    ...(type !== 'commit' && { url: `${api}/${type}s/${sha}` }),
  }));
  return ok({ sha: tree, url: `${api}/trees/${tree}`, tree: rendered, truncated: false });
}

function renderRef({ world, repository }: RepositoryCall, ref: string, sha: string) {
  const api = `${apiOf(world.links, repository)}/git`;
  return {
    ref,
    node_id: nodeId('REF', Number.parseInt(sha.slice(0, 12), 16)),
    url: `${api}/${ref}`,
    object: { type: 'commit', sha, url: `${api}/commits/${sha}` },
  };
}

async function requireRef({ repository, params }: RepositoryCall): Promise<{ ref: string; sha: string }> {
  const ref = `refs/${params['ref'] ?? ''}`;
  const sha = (await listRefs(repository.directory, ref)).get(ref);
  if (sha === undefined) throw notFound();
  return { ref, sha };
}

async function createRef(call: SignedCall): Promise<Answer> {
  const { repository } = call;
  const { ref, sha } = call.body as { ref: string; sha: string };
  if (!/^refs\/(?:heads|tags)\/./.test(ref)) throw unprocessable("Reference name must start with 'refs'.");
  const isValid = (await tryGit(repository.directory, ['check-ref-format', ref])) !== undefined;
  if (!isValid) throw unprocessable(`${ref} is not a valid ref name.`);
  if ((await listRefs(repository.directory, ref)).has(ref)) throw unprocessable('Reference already exists');
  await writeRef(call, { ref, before: noCommit, after: sha });
  return created(renderRef(call, ref, sha));
}

async function moveRef(call: SignedCall): Promise<Answer> {
  const { ref, sha: before } = await requireRef(call);
  const { sha: after, force = false } = call.body as { sha: string; force?: boolean };
  const forward = await isAncestor(call.repository.directory, before, after);
  if (!forward && !force) throw unprocessable('Update is not a fast forward');
  await writeRef(call, { ref, before, after });
  return ok(renderRef(call, ref, after));
}

async function removeRef(call: SignedCall): Promise<Answer> {
  const { ref, sha: before } = await requireRef(call);
  await writeRef(call, { ref, before, after: noCommit });
  return noContent();
}

async function writeRef(
  { world, repository, account }: SignedCall,
  change: { ref: string; before: string; after: string },
): Promise<void> {
  const { directory } = repository;
  await world.lock(repository, async () => {
    if (change.after === noCommit) await deleteRef(directory, change.ref);
    else if ((await resolveCommit(directory, change.after)) === undefined) throw unprocessable('Object does not exist');
    else await updateRef(directory, change.ref, change.after);
    await applyPush(world, repository, account, [change]);
  });
}
