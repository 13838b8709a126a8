import type { Profile } from '../profile/profile.ts';

/** Who did something on GitHub, as its API says it, not as a name or a commit claims. */
export interface Actor {
  readonly id: number;
  readonly login: string;
  /** `User`, `Bot`, `Organization`, … */
  readonly type: string;
  /** `role_name`, in which `triage` shows; the older `permission` would call it `read`. */
  readonly role: string;
}

/** Who let which commit run, and how. */
export interface Approval {
  readonly sha: string;
  readonly actorId: number;
  readonly actor: string;
  readonly by: 'label' | 'push';
}

export type ApprovalEvent =
  /** The label was set while `sha` was the head. */
  | { readonly kind: 'labelled'; readonly sha: string; readonly actor: Actor }
  | { readonly kind: 'pushed'; readonly sha: string; readonly actor: Actor }
  /** No event told of it: what GitHub's history of the pull request says, as far as it does. */
  | {
      readonly kind: 'resync';
      readonly labelledBy: Actor | undefined;
      /** Who pushed the head after the label was set; `nobody` where the label came last. */
      readonly pushedBy: Actor | 'nobody' | undefined;
    };

export interface ApprovalFacts {
  readonly rule: Profile['approval'];
  /** A pull request whose head repository is gone counts as one from a fork. */
  readonly origin: 'sameRepository' | 'fork';
  readonly headSha: string;
  /** The last approval under this profile since the label was set. */
  readonly recorded: Approval | undefined;
  readonly event: ApprovalEvent;
}

export type ApprovalDecision =
  | { readonly kind: 'approved'; readonly approval: Approval }
  | { readonly kind: 'needsApproval'; readonly reason: 'ApprovalNeeded' }
  | { readonly kind: 'refused'; readonly reason: 'ForkRefused' | 'RoleInsufficient' | 'BotNotAllowed' };

/**
 * Determines whether the head of a pull request may run. What is approved is one commit: a label approves the one it was
 * set on, and in the same repository a push by somebody who may approve renews that. A fork's commit runs only by a label
 * that an event told of, never by what a later look at GitHub finds.
 */
export function determineApproval(facts: ApprovalFacts): ApprovalDecision {
  const { rule, origin, headSha, recorded, event } = facts;
  if (origin === 'fork' && rule.forks === 'never') return { kind: 'refused', reason: 'ForkRefused' };
  if (recorded?.sha === headSha) return { kind: 'approved', approval: recorded };
  switch (event.kind) {
    case 'labelled':
      return decideFor(facts, { actor: event.actor, sha: event.sha, by: 'label' });
    case 'pushed':
      if (origin === 'fork' || recorded === undefined) return needsApproval;
      return decideFor(facts, { actor: event.actor, sha: event.sha, by: 'push' });
    case 'resync':
      return origin === 'fork' ? needsApproval : decideOnResync(facts, event);
  }
}

const needsApproval = { kind: 'needsApproval', reason: 'ApprovalNeeded' } as const satisfies ApprovalDecision;

interface Act {
  readonly actor: Actor;
  readonly sha: string;
  readonly by: Approval['by'];
}

function decideFor({ rule, headSha }: ApprovalFacts, { actor, sha, by }: Act): ApprovalDecision {
  const objection = findObjection(rule, actor);
  if (objection !== undefined) return { kind: 'refused', reason: objection };
  if (sha !== headSha) return needsApproval; // the head has moved on since
  return { kind: 'approved', approval: { sha, actorId: actor.id, actor: actor.login, by } };
}

function decideOnResync(
  facts: ApprovalFacts,
  { labelledBy, pushedBy }: Extract<ApprovalEvent, { kind: 'resync' }>,
): ApprovalDecision {
  if (labelledBy === undefined || pushedBy === undefined) return needsApproval;
  const byLabel = decideFor(facts, { actor: labelledBy, sha: facts.headSha, by: 'label' });
  if (byLabel.kind !== 'approved' || pushedBy === 'nobody') return byLabel;
  return decideFor(facts, { actor: pushedBy, sha: facts.headSha, by: 'push' });
}

/** A bot's role says nothing of who made it act, so a bot counts by its id alone. */
function findObjection(rule: Profile['approval'], actor: Actor): 'RoleInsufficient' | 'BotNotAllowed' | undefined {
  if (actor.type === 'User') {
    const roles: readonly string[] = rule.roles;
    return roles.includes(actor.role) ? undefined : 'RoleInsufficient';
  }
  return actor.type === 'Bot' && rule.bots.includes(actor.id) ? undefined : 'BotNotAllowed';
}
