import type { App, Installation } from '../state/app.ts';
import { renderUser } from './user.ts';
import { nodeId, optionalTimeOf, timeOf } from './links.ts';
import type { Links } from './links.ts';

export function renderApp(links: Links, app: App) {
  return {
    id: app.id,
    slug: app.slug,
    client_id: app.clientId,
    node_id: nodeId('A', app.id),
    owner: renderUser(links, app.owner),
    name: app.name,
    description: '',
    external_url: links.url,
    html_url: `${links.url}/apps/${app.slug}`,
    created_at: timeOf(app.createdAt),
    updated_at: timeOf(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  };
}

export function renderInstallation(links: Links, app: App, installation: Installation) {
  const { account } = installation;
  return {
    id: installation.id,
    client_id: app.clientId,
    account: renderUser(links, account),
    repository_selection: installation.selection,
    access_tokens_url: `${links.apiUrl}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${links.apiUrl}/installation/repositories`,
    html_url: `${links.url}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type === 'Organization' ? 'Organization' : 'User',
    permissions: installation.permissions,
    events: app.events,
    created_at: timeOf(installation.createdAt),
    updated_at: timeOf(installation.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [] as string[],
    suspended_by: null,
    suspended_at: optionalTimeOf(installation.suspendedAt),
  };
}
