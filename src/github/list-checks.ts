import { z } from 'zod';
import type { CheckState } from '../engine/ports/github.ts';
import type { RepositoryClient } from './create-github-clients.ts';
import { askAll } from './requests/ask.ts';

/**
 * Reads how each check of a commit stands, by its name: check runs and commit statuses alike, of whom the latest counts.
 * One that nobody has begun is not there.
 */
export async function listChecks(
  { octokit, place }: RepositoryClient,
  sha: string,
): Promise<ReadonlyMap<string, CheckState>> {
  const at = { ...place, ref: sha };
  const [runs, statuses] = await Promise.all([
    askAll(octokit, CheckRun, 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', { ...at, filter: 'latest' }),
    askAll(octokit, CommitStatus, 'GET /repos/{owner}/{repo}/commits/{ref}/statuses', at),
  ]);
  // GitHub lists the latest status first: the earlier ones give way to it.
  const latest = statuses.toReversed().map(({ context, state }) => [context, fromStatus(state)] as const);
  return new Map([...latest, ...runs.map((run) => [run.name, fromRun(run)] as const)]);
}

const CheckRun = z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullable() });
const CommitStatus = z.object({ context: z.string(), state: z.string() });

function fromStatus(state: string): CheckState {
  if (state === 'success') return 'succeeded';
  return state === 'pending' ? 'pending' : 'failed';
}

/** What GitHub lets a pull request be merged with counts as success here as well. */
function fromRun({ status, conclusion }: z.output<typeof CheckRun>): CheckState {
  if (status !== 'completed') return 'pending';
  return conclusion === 'success' || conclusion === 'neutral' || conclusion === 'skipped' ? 'succeeded' : 'failed';
}
