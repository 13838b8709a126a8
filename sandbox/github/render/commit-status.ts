import type { CommitStatus } from '../state/commit-status.ts';
import type { Repository } from '../state/repository.ts';
import { renderUser } from './user.ts';
import { apiOf, nodeId, timeOf } from './links.ts';
import type { Links } from './links.ts';

export function renderCommitStatus(links: Links, repository: Repository, status: CommitStatus) {
  const creator = renderUser(links, status.creator);
  return { ...renderSimpleCommitStatus(links, repository, status), creator };
}

/** A status inside the combined one: without its creator. */
export function renderSimpleCommitStatus(links: Links, repository: Repository, status: CommitStatus) {
  return {
    url: `${apiOf(links, repository)}/statuses/${status.sha}`,
    avatar_url: renderUser(links, status.creator).avatar_url,
    id: status.id,
    node_id: nodeId('SC', status.id),
    state: status.state,
    description: status.description ?? null,
    target_url: status.targetUrl ?? null,
    context: status.context,
    created_at: timeOf(status.createdAt),
    updated_at: timeOf(status.createdAt),
  };
}
