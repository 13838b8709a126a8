import { paginateByCursor } from '../http/paginate.ts';
import { ok, readRoute } from '../http/route.ts';
import type { Answer, RepositoryCall, Route } from '../http/route.ts';
import { renderActivity } from '../render/activity.ts';

export const activityRoutes: readonly Route[] = [
  readRoute('GET /repos/{owner}/{repo}/activity', 'contents:read', list),
];

const branchPrefix = 'refs/heads/';

/** The newest first, unless asked otherwise. */
function list(call: RepositoryCall): Answer {
  const { world, repository, query } = call;
  const ref = query.get('ref');
  const wanted = {
    ref: ref === null || ref.startsWith(branchPrefix) ? ref : `${branchPrefix}${ref}`,
    kind: query.get('activity_type'),
    login: query.get('actor')?.toLowerCase() ?? null,
  };
  const matching = repository.activities.filter(
    ({ ref: of, kind, actor }) =>
      (wanted.ref === null || of === wanted.ref) &&
      (wanted.kind === null || kind === wanted.kind) &&
      (wanted.login === null || actor.login.toLowerCase() === wanted.login),
  );
  const sorted = query.get('direction') === 'asc' ? matching : matching.toReversed();
  const { items, headers } = paginateByCursor(call, sorted, 'after');
  return ok(
    items.map((activity) => renderActivity(world.links, activity)),
    headers,
  );
}
