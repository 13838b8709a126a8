import { renderUser } from '../render/user.ts';
import { renderInstallation } from '../render/app.ts';
import { nodeId } from '../render/links.ts';
import type { Account } from '../state/account.ts';
import type { Installation } from '../state/app.ts';
import { fullName } from '../state/repository.ts';
import type { Repository } from '../state/repository.ts';
import { nextId } from '../state/state.ts';
import { emitAppEvent } from '../webhooks/emit.ts';
import type { World } from '../world.ts';

/** Installs the App on an account: on the repositories named, or on all that it has and will have. */
export function installApp(world: World, account: Account, selected?: readonly Repository[]): Installation {
  const { state, links, clock } = world;
  if (state.installations.some((each) => each.account === account)) {
    throw new Error(`installing the App on "${account.login}": it is installed there already`);
  }
  const installation: Installation = {
    id: nextId(state),
    account,
    permissions: state.app.permissions,
    selection: selected ? 'selected' : 'all',
    selected: [...(selected ?? [])],
    createdAt: clock.now(),
    suspendedAt: undefined,
  };
  state.installations.push(installation);
  const covered = selected ?? state.repositories.filter(({ owner }) => owner === account);
  const payload = {
    action: 'created',
    installation: renderInstallation(links, state.app, installation),
    repositories: covered.map(renderCovered),
    requester: null,
    sender: renderUser(links, account),
  };
  emitAppEvent(world, { event: 'installation', action: 'created', installationId: installation.id, payload });
  return installation;
}

/** Gives an installation of chosen repositories one more. */
export function addToInstallation(world: World, installation: Installation, repository: Repository): void {
  const { state, links } = world;
  installation.selected.push(repository);
  const payload = {
    action: 'added',
    installation: renderInstallation(links, state.app, installation),
    repository_selection: installation.selection,
    repositories_added: [renderCovered(repository)],
    repositories_removed: [],
    requester: null,
    sender: renderUser(links, installation.account),
  };
  emitAppEvent(world, {
    event: 'installation_repositories',
    action: 'added',
    installationId: installation.id,
    payload,
  });
}

function renderCovered(repository: Repository) {
  const { id, name, private: isPrivate } = repository;
  return { id, node_id: nodeId('R', id), name, full_name: fullName(repository), private: isPrivate };
}
