import {
  determineApproval,
  type ApprovalDecision,
  type ApprovalEvent,
  type ApprovalFacts,
} from '../../environment/determine-approval.ts';
import type { EnvironmentSpec } from '../../environment/environment.ts';
import type { Profile } from '../../profile/profile.ts';
import type { GitHubReader, PullRequestAddress, PullRequestDetails } from '../ports/github.ts';
import type { Told } from './told.ts';

interface ApprovalQuestion {
  readonly address: PullRequestAddress;
  readonly details: PullRequestDetails;
  readonly profile: Profile;
  readonly recorded: EnvironmentSpec['approval'];
  readonly told: readonly Told[];
}

/** What of the spec says who may run what. */
export type Approvals = Pick<EnvironmentSpec, 'approval' | 'objection'>;

/**
 * Decides whether the head of a pull request may run, from what webhooks told and, where they told nothing of it, from
 * GitHub's own records. An approval of an earlier commit stays: that commit may go on running. Throws an EngineError.
 */
export async function decideApproval(question: ApprovalQuestion, github: GitHubReader): Promise<Approvals> {
  const { recorded } = question;
  const { sha } = question.details.head;
  const { decision, actor } = await askAll(question, github);
  switch (decision.kind) {
    case 'approved':
      return { approval: decision.approval, objection: undefined };
    case 'needsApproval':
    case 'refused':
      return {
        approval: recorded,
        objection: { sha, reason: decision.reason, ...(actor !== undefined && { actor }) },
      };
  }
}

interface Asked {
  readonly decision: ApprovalDecision;
  /** Who acted without being allowed to. */
  readonly actor: string | undefined;
}

async function askAll(question: ApprovalQuestion, github: GitHubReader): Promise<Asked> {
  const { details, profile, recorded } = question;
  const { origin, sha: headSha } = details.head;
  const decide = (event: ApprovalEvent): Asked => {
    const facts: ApprovalFacts = { rule: profile.approval, origin, headSha, recorded, event };
    return { decision: determineApproval(facts), actor: nameActor(event) };
  };
  if (recorded?.sha === headSha || (origin === 'fork' && profile.approval.forks === 'never')) {
    return decide(nothingKnown);
  }
  for (const event of await listEvents(question, github)) {
    const asked = decide(event);
    if (asked.decision.kind === 'approved') return asked;
  }
  if (origin === 'fork') return decide((await listEvents(question, github))[0] ?? nothingKnown);
  const { repository, number } = question.address;
  const of = { label: profile.label, headSha, branch: details.head.branch };
  return decide({ kind: 'resync', ...(await github.readApprovalHistory({ repository, number }, of)) });
}

const nothingKnown: ApprovalEvent = { kind: 'resync', labelledBy: undefined, pushedBy: undefined };

/** What was told of this very head under this label, the newest first. */
async function listEvents(
  { address, details, profile, told }: ApprovalQuestion,
  github: GitHubReader,
): Promise<readonly ApprovalEvent[]> {
  const events: ApprovalEvent[] = [];
  for (const one of told.toReversed()) {
    if (one.kind === 'commented' || one.sha !== details.head.sha) continue;
    if (one.kind === 'labelled' && one.label.toLowerCase() !== profile.label.toLowerCase()) continue;
    const { kind, sha } = one;
    events.push({ kind, sha, actor: await github.readActor(address.repository, one.account) });
  }
  return events;
}

function nameActor(event: ApprovalEvent): string | undefined {
  if (event.kind !== 'resync') return event.actor.login;
  return event.labelledBy?.login;
}
