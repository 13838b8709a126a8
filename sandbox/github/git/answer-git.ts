import type { IncomingMessage, ServerResponse } from 'node:http';
import { applyPush } from '../actions/push.ts';
import { canSee, requireAccess } from '../http/access.ts';
import type { Actor } from '../http/actor.ts';
import { accountOf } from '../http/actor.ts';
import { ApiError } from '../http/api-error.ts';
import { authenticate } from '../http/authenticate.ts';
import { findRepository } from '../state/state.ts';
import type { Repository } from '../state/repository.ts';
import { recordViolation } from '../world.ts';
import type { World } from '../world.ts';
import { listRefChanges, listRefs } from './refs.ts';
import { serveGit } from './serve-git.ts';
import type { GitService } from './serve-git.ts';

const gitPath = /^\/([^/]+)\/([^/]+?)(?:\.git)?(\/(?:info\/refs|git-upload-pack|git-receive-pack))$/;

/** Whether a request is a git client's. */
export function isGitRequest(path: string): boolean {
  return gitPath.test(path);
}

/** Answers a git client, and tells of what it pushed: before the client hears that all is done. */
export async function answerGit(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', world.links.url);
  const [, owner = '', name = '', path = ''] = gitPath.exec(url.pathname) ?? [];
  const pushes = path === '/git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack';
  try {
    const actor = authenticate(world.state, request.headers.authorization, world.clock.now());
    const repository = requireGitAccess(world, actor, { owner, name, pushes });
    const login = accountOf(world.state, actor)?.login ?? 'anonymous';
    const service = { directory: repository.directory, path, query: url.search.slice(1), login };
    if (path === '/git-receive-pack') await receive(world, repository, actor, { request, response, service });
    else await serveGit(request, response, service);
  } catch (error) {
    if (!(error instanceof ApiError)) {
      recordViolation(world, { kind: 'response', subject: `git ${owner}/${name}`, message: String(error) });
    }
    if (!response.headersSent) refuse(response, error);
  } finally {
    response.end();
  }
}

function requireGitAccess(
  world: World,
  actor: Actor,
  { owner, name, pushes }: { owner: string; name: string; pushes: boolean },
): Repository {
  const repository = findRepository(world.state, owner, name);
  const visible = repository !== undefined && canSee(actor, repository);
  // Git clients only show their credentials once they were asked for them.
  if (actor.kind === 'anonymous' && (pushes || !visible)) {
    throw new ApiError(401, { message: 'Requires authentication' });
  }
  if (!visible) throw new ApiError(404, { message: 'Repository not found.' });
  requireAccess(actor, repository, {
    permissions: [pushes ? 'contents:write' : 'contents:read'],
    role: pushes ? 'write' : 'read',
  });
  return repository;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly service: GitService;
}

function receive(world: World, repository: Repository, actor: Actor, exchange: Exchange): Promise<void> {
  return world.lock(repository, async () => {
    const before = await listRefs(repository.directory, 'refs/');
    await serveGit(exchange.request, exchange.response, exchange.service);
    const changes = listRefChanges(before, await listRefs(repository.directory, 'refs/'));
    const pusher = accountOf(world.state, actor);
    if (pusher) await applyPush(world, repository, pusher, changes);
  });
}

function refuse(response: ServerResponse, error: unknown): void {
  const { status, message } = error instanceof ApiError ? error : new ApiError(500, { message: 'Server Error' });
  if (status === 401) response.setHeader('www-authenticate', 'Basic realm="GitHub"');
  response.setHeader('content-type', 'text/plain');
  response.writeHead(status);
  response.write(`${message}\n`);
}
