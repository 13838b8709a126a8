import { z } from 'zod';
import type { Actor } from '../environment/determine-approval.ts';
import type { ApprovalHistory, PullRequestAddress } from '../engine/ports/github.ts';
import type { RepositoryClient } from './create-github-clients.ts';
import { isNotFound } from './errors.ts';
import { readActor } from './read-actor.ts';
import { askAll, askOne } from './requests/ask.ts';

/**
 * Reads who set the label last and who pushed the head after that. What GitHub's records leave open, or where they
 * contradict each other, is undefined.
 */
export async function readApprovalHistory(
  client: RepositoryClient,
  { number }: PullRequestAddress,
  { label, headSha, branch }: { readonly label: string; readonly headSha: string; readonly branch: string },
): Promise<ApprovalHistory> {
  const labelling = await findLabelling(client, number, label);
  if (labelling === undefined) return { labelledBy: undefined, pushedBy: undefined };
  const push = await findPush(client, branch, headSha);
  const labelledBy = await readActor(client, labelling.actor);
  return { labelledBy, pushedBy: push && (await readPusher(client, push, labelling)) };
}

interface Act {
  readonly actor: Pick<Actor, 'id' | 'login' | 'type'>;
  readonly atMs: number;
}

const Account = z.object({ id: z.int(), login: z.string(), type: z.string() });
const Time = z.iso.datetime({ offset: true });
const IssueEvent = z.object({
  event: z.string(),
  created_at: Time,
  actor: Account.nullable(),
  label: z.object({ name: z.string().nullable() }).optional(),
});
const Activity = z.object({ after: z.string(), ref: z.string(), timestamp: Time, actor: Account.nullable() });

/** GitHub lists the events of an issue from the oldest to the newest. */
async function findLabelling(
  { octokit, place }: RepositoryClient,
  number: number,
  label: string,
): Promise<Act | undefined> {
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/events';
  const events = await askAll(octokit, IssueEvent, route, { ...place, issue_number: number });
  const last = events
    .filter(({ event }) => event === 'labeled' || event === 'unlabeled')
    .findLast((one) => one.label?.name?.toLowerCase() === label.toLowerCase());
  return last?.event === 'labeled' ? toAct(last.actor, last.created_at) : undefined;
}

/** Of the branch only the newest activity counts: where it did not lead to this head, one of the two is not as it was read. */
async function findPush(client: RepositoryClient, branch: string, headSha: string): Promise<Act | undefined> {
  const ref = `refs/heads/${branch}`;
  const [newest] = await listActivity(client, ref);
  if (newest?.ref !== ref || newest.after !== headSha) return undefined;
  return toAct(newest.actor, newest.timestamp);
}

/** An older GitHub Enterprise Server keeps no such record. */
async function listActivity(
  { octokit, place }: RepositoryClient,
  ref: string,
): Promise<readonly z.output<typeof Activity>[]> {
  const route = 'GET /repos/{owner}/{repo}/activity';
  try {
    return await askOne(octokit, z.array(Activity), route, { ...place, ref, per_page: 1 });
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

function toAct(actor: Act['actor'] | null, time: string): Act | undefined {
  return actor === null ? undefined : { actor, atMs: Date.parse(time) };
}

/** GitHub tells whole seconds: within one, a push counts as the later of the two, for then both are asked for their roles. */
async function readPusher(client: RepositoryClient, push: Act, labelling: Act): Promise<Actor | 'nobody'> {
  return push.atMs < labelling.atMs ? 'nobody' : readActor(client, push.actor);
}
