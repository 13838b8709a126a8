import { addCommitStatus, combineStatuses, listLatestStatuses } from '../actions/commit-statuses.ts';
import { resolveCommit } from '../git/refs.ts';
import { notFound, unprocessable, validationFailed } from '../http/api-error.ts';
import { countCharacters } from '../http/count-characters.ts';
import { paginate } from '../http/paginate.ts';
import { created, ok, readRoute, writeRoute } from '../http/route.ts';
import type { Answer, RepositoryCall, Route, SignedCall } from '../http/route.ts';
import { renderCommitStatus, renderSimpleCommitStatus } from '../render/commit-status.ts';
import { apiOf } from '../render/links.ts';
import { renderMinimalRepository } from '../render/repository.ts';
import type { CommitStatus } from '../state/commit-status.ts';

const commit = '/repos/{owner}/{repo}/commits/{ref}';

export const commitStatusRoutes: readonly Route[] = [
  writeRoute('POST /repos/{owner}/{repo}/statuses/{sha}', 'statuses:write', 'write', create),
  readRoute(`GET ${commit}/status`, 'statuses:read', answerCombined),
  readRoute(`GET ${commit}/statuses`, 'statuses:read', async (call) => {
    const { world, repository } = call;
    const sha = await requireCommit(call);
    const { items, headers } = paginate(
      call,
      repository.commitStatuses.filter((each) => each.sha === sha).toReversed(),
    );
    return ok(
      items.map((status) => renderCommitStatus(world.links, repository, status)),
      headers,
    );
  }),
];

/** The commit that a request names in its path. */
export async function requireCommit({ repository, params }: RepositoryCall): Promise<string> {
  const sha = await resolveCommit(repository.directory, params['ref'] ?? '');
  if (sha === undefined) throw notFound();
  return sha;
}

interface StatusRequest {
  readonly state: CommitStatus['state'];
  readonly target_url?: string | null;
  readonly description?: string | null;
  readonly context?: string;
}

const longestDescription = 140;

async function create({ world, repository, account, params, body }: SignedCall): Promise<Answer> {
  const request = body as StatusRequest;
  const sha = await resolveCommit(repository.directory, params['sha'] ?? '');
  if (sha === undefined || sha !== params['sha']) {
    throw unprocessable(`No commit found for SHA: ${params['sha'] ?? ''}`);
  }
  if (countCharacters(request.description ?? '') > longestDescription) {
    const message = `description is too long (maximum is ${longestDescription} characters)`;
    throw validationFailed('Status', 'custom', { field: 'description', message });
  }
  const status = await addCommitStatus(world, repository, account, {
    sha,
    state: request.state,
    context: request.context ?? 'default',
    description: request.description ?? undefined,
    targetUrl: request.target_url ?? undefined,
  });
  return created(renderCommitStatus(world.links, repository, status));
}

async function answerCombined(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const sha = await requireCommit(call);
  const latest = listLatestStatuses(repository, sha);
  const { items, headers } = paginate(call, latest);
  const url = `${apiOf(world.links, repository)}/commits/${sha}`;
  const body = {
    state: combineStatuses(latest),
    statuses: items.map((status) => renderSimpleCommitStatus(world.links, repository, status)),
    sha,
    total_count: latest.length,
    repository: renderMinimalRepository(world.links, repository),
    commit_url: url,
    url: `${url}/status`,
  };
  return ok(body, headers);
}
