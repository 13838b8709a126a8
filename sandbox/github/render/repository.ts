import { fullName } from '../state/repository.ts';
import type { Repository } from '../state/repository.ts';
import { renderUser } from './user.ts';
import { apiOf, nodeId, pageOf, timeOf } from './links.ts';
import type { Links } from './links.ts';

/** What follows the repository's API address, by the name under which GitHub lists it. */
const apiPaths = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const;

/** What no test or page asks about: the same for every repository. */
const constantFacts = {
  homepage: null,
  language: null,
  license: null,
  mirror_url: null,
  size: 1,
  stargazers_count: 0,
  watchers_count: 0,
  watchers: 0,
  has_issues: true,
  has_projects: true,
  has_wiki: true,
  has_pages: false,
  has_downloads: true,
  has_discussions: false,
  archived: false,
  disabled: false,
  allow_forking: true,
  is_template: false,
  web_commit_signoff_required: false,
  topics: [] as string[],
};

/** A repository as it stands inside other answers and in webhooks. */
export function renderRepository(links: Links, repository: Repository) {
  const openIssues = repository.pullRequests.filter(({ state }) => state === 'open').length;
  return {
    ...renderMinimalRepository(links, repository),
    ...constantFacts,
    visibility: repository.private ? 'private' : 'public',
    git_url: `git:${pageOf(links, repository).replace(/^http:/, '')}.git`,
    ssh_url: `git@127.0.0.1:${fullName(repository)}.git`,
    clone_url: `${pageOf(links, repository)}.git`,
    svn_url: pageOf(links, repository),
    forks_count: 0,
    forks: 0,
    open_issues_count: openIssues,
    open_issues: openIssues,
    default_branch: repository.defaultBranch,
    created_at: timeOf(repository.createdAt),
    updated_at: timeOf(repository.pushedAt),
    pushed_at: timeOf(repository.pushedAt),
  };
}

/** A repository asked for by itself. */
export function renderFullRepository(links: Links, repository: Repository) {
  const parent = repository.parent && renderRepository(links, repository.parent);
  return {
    ...renderRepository(links, repository),
    subscribers_count: 0,
    network_count: 0,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: true,
    ...(parent && { parent, source: parent }),
  };
}

export function renderMinimalRepository(links: Links, repository: Repository) {
  const api = apiOf(links, repository);
  const addresses = Object.entries(apiPaths).map(([name, path]) => [name, api + path]);
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: renderUser(links, repository.owner),
    html_url: pageOf(links, repository),
    description: repository.description ?? null,
    fork: repository.parent !== undefined,
    url: api,
    ...(Object.fromEntries(addresses) as Record<keyof typeof apiPaths, string>),
  };
}
