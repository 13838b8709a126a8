import { randomBytes } from 'node:crypto';
import { notFound, unprocessable, validationFailed } from '../http/api-error.ts';
import { paginate, paginateByCursor } from '../http/paginate.ts';
import { appRoute, noContent, ok, openRoute } from '../http/route.ts';
import type { Answer, Call, Route } from '../http/route.ts';
import { renderApp, renderInstallation } from '../render/app.ts';
import { renderDelivery, renderListedDelivery } from '../render/delivery.ts';
import { timeOf } from '../render/links.ts';
import { renderRepository } from '../render/repository.ts';
import type { Installation, Permissions } from '../state/app.ts';
import type { Delivery } from '../state/delivery.ts';
import { emitPing } from '../webhooks/emit-ping.ts';
import { covers, findAccount, findInstallation, findRepository } from '../state/state.ts';
import type { InstallationToken } from '../state/token.ts';
import type { Repository } from '../state/repository.ts';

const tokenLifeMs = 60 * 60_000;
const redeliveryWindowMs = 3 * 24 * 60 * 60_000;

export const appRoutes: readonly Route[] = [
  appRoute('GET /app', ({ world, state }) => ok(renderApp(world.links, state.app))),
  appRoute('GET /app/hook/config', (call) => ok(renderHook(call))),
  appRoute('PATCH /app/hook/config', changeHook),
  appRoute('GET /app/hook/deliveries', (call) => {
    const { items, headers } = paginateByCursor(call, call.state.deliveries.toReversed());
    return ok(items.map(renderListedDelivery), headers);
  }),
  appRoute('GET /app/hook/deliveries/{delivery_id}', (call) =>
    ok(renderDelivery(findDelivery(call), call.state.app.hook.url ?? '')),
  ),
  appRoute('POST /app/hook/deliveries/{delivery_id}/attempts', redeliver),
  appRoute('GET /app/installations', (call) => {
    const { items, headers } = paginate(call, call.state.installations);
    return ok(
      items.map((each) => renderInstallation(call.world.links, call.state.app, each)),
      headers,
    );
  }),
  appRoute('GET /app/installations/{installation_id}', (call) => answerInstallation(call, findById(call))),
  appRoute('POST /app/installations/{installation_id}/access_tokens', createToken),
  appRoute('GET /repos/{owner}/{repo}/installation', (call) => {
    const repository = findRepository(call.state, call.params['owner'] ?? '', call.params['repo'] ?? '');
    return answerInstallation(call, repository && findInstallation(call.state, repository));
  }),
  appRoute('GET /users/{username}/installation', (call) => answerInstallation(call, findByLogin(call, 'username'))),
  appRoute('GET /orgs/{org}/installation', (call) => answerInstallation(call, findByLogin(call, 'org'))),
  openRoute('GET /installation/repositories', listInstallationRepositories),
  openRoute('DELETE /installation/token', (call) => {
    const token = tokenOf(call);
    call.world.state.tokens.splice(call.world.state.tokens.indexOf(token), 1);
    return noContent();
  }),
];

function renderHook({ state }: Call) {
  const { url, secret } = state.app.hook;
  return { content_type: 'json', insecure_ssl: '0', secret: secret === '' ? undefined : '********', url };
}

function changeHook(call: Call): Answer {
  const { url, secret } = (call.body ?? {}) as { url?: string; secret?: string };
  const { hook } = call.world.state.app;
  if (url !== undefined) hook.url = url;
  if (secret !== undefined) hook.secret = secret;
  emitPing(call.world);
  return ok(renderHook(call));
}

function findDelivery({ state, params }: Call): Delivery {
  const delivery = state.deliveries.find(({ id }) => String(id) === params['delivery_id']);
  if (!delivery) throw notFound();
  return delivery;
}

function redeliver(call: Call): Answer {
  const { world } = call;
  const delivery = findDelivery(call);
  if (world.clock.now().getTime() - delivery.deliveredAt.getTime() > redeliveryWindowMs) {
    throw unprocessable('The delivery is too old to be redelivered');
  }
  world.outbox.redeliver(delivery);
  return { kind: 'json', status: 202, body: {} };
}

function answerInstallation({ world, state }: Call, installation: Installation | undefined): Answer {
  if (!installation) throw notFound();
  return ok(renderInstallation(world.links, state.app, installation));
}

function findById({ state, params }: Call): Installation | undefined {
  return state.installations.find(({ id }) => String(id) === params['installation_id']);
}

function findByLogin({ state, params }: Call, parameter: string): Installation | undefined {
  const account = findAccount(state, params[parameter] ?? '');
  return state.installations.find((installation) => installation.account === account);
}

interface TokenRequest {
  readonly repositories?: readonly string[];
  readonly repository_ids?: readonly number[];
  readonly permissions?: Permissions;
}

function createToken(call: Call): Answer {
  const { world } = call;
  const installation = findById(call);
  if (!installation) throw notFound();
  const request = (call.body ?? {}) as TokenRequest;
  const token: InstallationToken = {
    kind: 'installation',
    value: `ghs_${randomBytes(18).toString('hex')}`,
    installation,
    permissions: narrowPermissions(installation, request.permissions),
    repositories: narrowRepositories(call, installation, request),
    expiresAt: new Date(world.clock.now().getTime() + tokenLifeMs),
  };
  world.state.tokens.push(token);
  const body = {
    token: token.value,
    expires_at: timeOf(token.expiresAt),
    permissions: token.permissions,
    repository_selection: token.repositories ? 'selected' : installation.selection,
    ...(token.repositories && { repositories: token.repositories.map((each) => renderRepository(world.links, each)) }),
  };
  return { kind: 'json', status: 201, body };
}

function narrowPermissions({ permissions }: Installation, wanted: Permissions | undefined): Permissions {
  for (const [name, access] of Object.entries(wanted ?? {})) {
    if (permissions[name] === 'write' || permissions[name] === access) continue;
    throw unprocessable('The permissions requested are not granted to this installation.');
  }
  // Reading what everybody may know of a repository is never taken away.
  return wanted ? { metadata: 'read', ...wanted } : permissions;
}

function narrowRepositories(
  { state }: Call,
  installation: Installation,
  request: TokenRequest,
): Repository[] | undefined {
  if (!request.repositories && !request.repository_ids) return undefined;
  const covered = state.repositories.filter((repository) => covers(installation, repository));
  const find = (matches: (repository: Repository) => boolean): Repository => {
    const found = covered.find(matches);
    if (found) return found;
    throw unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  };
  return [
    ...(request.repositories ?? []).map((name) => find((repository) => repository.name === name)),
    ...(request.repository_ids ?? []).map((id) => find((repository) => repository.id === id)),
  ];
}

function listInstallationRepositories(call: Call): Answer {
  const { state, world } = call;
  const { installation, repositories } = tokenOf(call);
  const all = state.repositories.filter(
    (repository) => covers(installation, repository) && (repositories?.some(({ id }) => id === repository.id) ?? true),
  );
  const { items, headers } = paginate(call, all);
  const rendered = items.map((repository) => renderRepository(world.links, repository));
  return ok({ total_count: all.length, repository_selection: installation.selection, repositories: rendered }, headers);
}

function tokenOf({ actor }: Call): InstallationToken {
  if (actor.kind === 'installation') return actor.token;
  throw validationFailed('Installation', 'invalid', {
    message: 'You must authenticate with an installation access token',
  });
}
