import type { Account } from '../state/account.ts';
import { nodeId, timeOf } from './links.ts';
import type { Links } from './links.ts';

/** An account as it stands inside other answers. */
export function renderUser(links: Links, account: Account) {
  const api = `${links.apiUrl}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('U', account.id),
    avatar_url: `${links.url}/_avatars/${encodeURIComponent(account.login)}`,
    gravatar_id: '',
    url: api,
    html_url: `${links.url}/${encodeURIComponent(account.login)}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** An account asked for by itself. */
export function renderProfile(links: Links, account: Account, publicRepositories: number) {
  return {
    ...renderUser(links, account),
    name: account.name,
    company: null,
    blog: null,
    location: null,
    email: account.type === 'Bot' ? null : account.email,
    hireable: null,
    bio: null,
    public_repos: publicRepositories,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: timeOf(account.createdAt),
    updated_at: timeOf(account.createdAt),
  };
}

export function renderOrganization(links: Links, account: Account) {
  const api = `${links.apiUrl}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('O', account.id),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${links.url}/_avatars/${account.login}`,
    description: null,
  };
}
