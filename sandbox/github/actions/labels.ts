import { renderLabel } from '../render/label.ts';
import type { Account } from '../state/account.ts';
import type { Label } from '../state/label.ts';
import type { PullRequest } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';
import { nextId } from '../state/state.ts';
import { emit } from '../webhooks/emit.ts';
import { emitPullRequest } from '../webhooks/emit-pull-request.ts';
import type { World } from '../world.ts';

const defaultColor = 'ededed';

export function createLabel(
  world: World,
  repository: Repository,
  sender: Account,
  wanted: { name: string; color?: string | undefined; description?: string | undefined },
): Label {
  const { name, color = defaultColor, description } = wanted;
  const label: Label = { id: nextId(world.state), name, color, description };
  repository.labels.push(label);
  const payload = { label: renderLabel(world.links, repository, label) };
  emit(world, { event: 'label', action: 'created', repository, sender, payload });
  return label;
}

export function findLabel(labels: readonly Label[], name: string): Label | undefined {
  return labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

/** Labels a pull request; a label that the repository does not have is made. */
export function addLabel(world: World, pullRequest: PullRequest, actor: Account, name: string): void {
  const { repository, labels, timeline } = pullRequest;
  if (findLabel(labels, name)) return;
  const label = findLabel(repository.labels, name) ?? createLabel(world, repository, actor, { name });
  const at = world.clock.now();
  labels.push(label);
  pullRequest.updatedAt = at;
  timeline.push({ kind: 'labeled', label: { name: label.name, color: label.color }, at, actor });
  const more = { label: renderLabel(world.links, repository, label) };
  emitPullRequest(world, pullRequest, { action: 'labeled', sender: actor, more });
}

export function removeLabel(world: World, pullRequest: PullRequest, actor: Account, name: string): void {
  const { repository, labels, timeline } = pullRequest;
  const label = findLabel(labels, name);
  if (!label) return;
  const at = world.clock.now();
  labels.splice(labels.indexOf(label), 1);
  pullRequest.updatedAt = at;
  timeline.push({ kind: 'unlabeled', label: { name: label.name, color: label.color }, at, actor });
  const more = { label: renderLabel(world.links, repository, label) };
  emitPullRequest(world, pullRequest, { action: 'unlabeled', sender: actor, more });
}
