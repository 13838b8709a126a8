import type { Account } from '../state/account.ts';
import { covers } from '../state/state.ts';
import type { Repository } from '../state/repository.ts';
import { fullName } from '../state/repository.ts';
import { renderOrganization, renderUser } from '../render/user.ts';
import { nodeId } from '../render/links.ts';
import { renderRepository } from '../render/repository.ts';
import { recordViolation } from '../world.ts';
import type { World } from '../world.ts';

/** Something that happened in a repository and that an App can ask to be told. */
export interface RepositoryEvent {
  readonly event: string;
  readonly action?: string;
  readonly repository: Repository;
  readonly sender: Account;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Sends a webhook if the App subscribes to the event and an installation covers the repository. */
export function emit(world: World, { event, action, repository, sender, payload }: RepositoryEvent): void {
  const { links, state } = world;
  const installation = state.installations.find((each) => each.suspendedAt === undefined && covers(each, repository));
  if (!installation || !state.app.events.includes(event)) return;
  const { owner } = repository;
  const whole = {
    ...(action !== undefined && { action }),
    repository: renderRepository(links, repository),
    ...(owner.type === 'Organization' && { organization: renderOrganization(links, owner) }),
    sender: renderUser(links, sender),
    installation: { id: installation.id, node_id: nodeId('IN', installation.id) },
    ...payload,
  };
  post(world, { event, action, installationId: installation.id, repositoryId: repository.id, payload: whole });
}

/** Sends a webhook about the App itself, to which every App is subscribed. */
export function emitAppEvent(
  world: World,
  {
    event,
    action,
    installationId,
    payload,
  }: { event: string; action?: string; installationId?: number; payload: unknown },
): void {
  post(world, { event, action, installationId, repositoryId: undefined, payload });
}

/** Tells the page that something changed, in one pull request or in the whole repository. */
export function announce(world: World, repository: Repository, number?: number): void {
  world.events.publish({ repository: fullName(repository), number });
}

function post(world: World, message: Parameters<World['outbox']['put']>[0]): void {
  if (world.state.app.hook.url === undefined) return;
  const subject = message.action === undefined ? message.event : `${message.event}.${message.action}`;
  // As it goes over the wire: what JSON leaves out must not save a payload.
  const problem = world.contract.checkWebhook(subject, JSON.parse(JSON.stringify(message.payload)));
  if (problem === undefined) world.outbox.put(message);
  else recordViolation(world, { kind: 'webhook', subject, message: problem });
}
