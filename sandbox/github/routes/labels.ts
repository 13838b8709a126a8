import { addLabel, createLabel, findLabel, removeLabel } from '../actions/labels.ts';
import { notFound, validationFailed } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { created, ok, readRoute, writeRoute } from '../http/route.ts';
import type { Answer, Call, RepositoryCall, Route, SignedCall } from '../http/route.ts';
import { renderLabel } from '../render/label.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { requirePullRequest } from './pull-requests.ts';

const read = ['issues:read', 'pull_requests:read'];
const write = ['issues:write', 'pull_requests:write'];
const issueLabels = '/repos/{owner}/{repo}/issues/{issue_number}/labels';
const labels = '/repos/{owner}/{repo}/labels';

export const labelRoutes: readonly Route[] = [
  readRoute(`GET ${labels}`, read, (call) => {
    const { items, headers } = paginate(call, call.repository.labels);
    return ok(
      items.map((label) => renderLabel(call.world.links, call.repository, label)),
      headers,
    );
  }),
  writeRoute(`POST ${labels}`, write, 'write', create),
  readRoute(`GET ${labels}/{name}`, read, ({ world, repository, params }) => {
    const label = findLabel(repository.labels, params['name'] ?? '');
    if (!label) throw notFound();
    return ok(renderLabel(world.links, repository, label));
  }),
  readRoute(`GET ${issueLabels}`, read, (call) => answerLabels(call, requirePullRequest(call))),
  writeRoute(`POST ${issueLabels}`, write, 'triage', add),
  writeRoute(`PUT ${issueLabels}`, write, 'triage', replace),
  writeRoute(`DELETE ${issueLabels}/{name}`, write, 'triage', remove),
];

function create({ world, repository, account, body }: SignedCall): Answer {
  const wanted = body as { name: string; color?: string; description?: string };
  if (findLabel(repository.labels, wanted.name)) throw validationFailed('Label', 'already_exists', { field: 'name' });
  return created(renderLabel(world.links, repository, createLabel(world, repository, account, wanted)));
}

function answerLabels(call: Call & Pick<RepositoryCall, 'repository'>, pullRequest: PullRequest): Answer {
  return ok(pullRequest.labels.map((label) => renderLabel(call.world.links, call.repository, label)));
}

function add(call: SignedCall): Answer {
  const pullRequest = requirePullRequest(call);
  for (const name of readNames(call.body)) addLabel(call.world, pullRequest, call.account, name);
  return answerLabels(call, pullRequest);
}

function replace(call: SignedCall): Answer {
  const pullRequest = requirePullRequest(call);
  const names = readNames(call.body);
  for (const { name } of [...pullRequest.labels]) {
    const stays = names.some((each) => each.toLowerCase() === name.toLowerCase());
    if (!stays) removeLabel(call.world, pullRequest, call.account, name);
  }
  for (const name of names) addLabel(call.world, pullRequest, call.account, name);
  return answerLabels(call, pullRequest);
}

function remove(call: SignedCall): Answer {
  const pullRequest = requirePullRequest(call);
  const name = call.params['name'] ?? '';
  if (!findLabel(pullRequest.labels, name)) throw notFound();
  removeLabel(call.world, pullRequest, call.account, name);
  return answerLabels(call, pullRequest);
}

/** GitHub takes `{labels: […]}`, a bare list, or one name; each label as its name or as an object with it. */
function readNames(body: unknown): string[] {
  const given =
    Array.isArray(body) || typeof body === 'string' ? body : (body as { labels?: unknown } | undefined)?.labels;
  const list: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  return list.map((each) => (typeof each === 'string' ? each : (each as { name: string }).name));
}
