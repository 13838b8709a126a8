import { canSee } from '../http/access.ts';
import { paginate } from '../http/paginate.ts';
import { ok } from '../http/route.ts';
import type { Answer, Call } from '../http/route.ts';
import { renderIssue } from '../render/issue.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { fullName } from '../state/repository.ts';
import { sortByTime } from './pull-requests.ts';

/** Answers the few qualifiers that a search for pull requests needs: `is:`, `state:`, `label:`, `repo:`, `org:`, `author:`, `head:`. */
export function searchIssues(call: Call): Answer {
  const { state, actor, query, world } = call;
  const terms = (query.get('q') ?? '').match(/(?:[^\s"]+|"[^"]*")+/g) ?? [];
  const visible = state.repositories.filter((repository) => canSee(actor, repository));
  const found = visible
    .flatMap(({ pullRequests }) => pullRequests)
    .filter((pullRequest) => terms.every((term) => matches(pullRequest, term)));
  const { items, headers } = paginate(call, sortByTime(found, query));
  const rendered = items.map((pullRequest) => ({ ...renderIssue(world.links, pullRequest), score: 1 }));
  return ok({ total_count: found.length, incomplete_results: false, search_type: 'lexical', items: rendered }, headers);
}

function matches(pullRequest: PullRequest, term: string): boolean {
  if (!term.includes(':')) return pullRequest.title.toLowerCase().includes(term.toLowerCase());
  const colon = term.indexOf(':');
  const value = term
    .slice(colon + 1)
    .replaceAll('"', '')
    .toLowerCase();
  const same = (text: string) => text.toLowerCase() === value;
  switch (term.slice(0, colon)) {
    case 'is':
    case 'state':
    case 'type':
      return matchesKind(pullRequest, value);
    case 'label':
      return pullRequest.labels.some(({ name }) => same(name));
    case 'repo':
      return same(fullName(pullRequest.repository));
    case 'org':
    case 'user':
      return same(pullRequest.repository.owner.login);
    case 'author':
      return same(pullRequest.author.login);
    case 'head':
      return same(pullRequest.head.ref);
    default:
      return false;
  }
}

function matchesKind({ state, merge, draft }: PullRequest, value: string): boolean {
  switch (value) {
    case 'pr':
      return true;
    case 'open':
    case 'closed':
      return state === value;
    case 'merged':
      return merge !== undefined;
    case 'unmerged':
      return merge === undefined;
    case 'draft':
      return draft;
    default:
      return false;
  }
}
