import { z } from 'zod';
import type { PullRequestAddress, PullRequestDetails, PullRequestReading } from '../engine/ports/github.ts';
import type { GitHubClients, RepositoryClient } from './create-github-clients.ts';
import { isNotFound } from './errors.ts';
import { askOne } from './requests/ask.ts';

/** Reads a pull request. Whatever is not a whole answer of GitHub's about it is `failed`: nothing follows from that. */
export async function readPullRequest(
  clients: GitHubClients,
  address: PullRequestAddress,
): Promise<PullRequestReading> {
  try {
    return await clients.inRepository(address.repository, (client) => readFrom(client, address));
  } catch (error) {
    // What is not found here is the repository, or the App's place in it.
    return { answer: isNotFound(error) ? { kind: 'notFound', repository: 'notFound' } : { kind: 'failed' } };
  }
}

async function readFrom(client: RepositoryClient, address: PullRequestAddress): Promise<PullRequestReading> {
  const { octokit, place } = client;
  try {
    const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
    const pullRequest = await askOne(octokit, PullRequest, route, { ...place, pull_number: address.number });
    return toReading(client, pullRequest);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const { full_name: name } = await askOne(octokit, Repository, 'GET /repos/{owner}/{repo}', place);
  const isSame = name.toLowerCase() === address.repository.toLowerCase();
  return { answer: isSame ? { kind: 'notFound', repository: 'found' } : { kind: 'failed' } };
}

const Repository = z.object({ full_name: z.string() });
const Sha = z.string().regex(/^[\da-f]{40}$/);
const PullRequest = z.object({
  number: z.int(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  updated_at: z.iso.datetime({ offset: true }),
  user: z.object({ login: z.string() }).nullable(),
  labels: z.array(z.object({ name: z.string() })),
  base: z.object({ ref: z.string(), repo: z.object({ id: z.int(), full_name: z.string() }) }),
  /** A fork that was deleted is null. */
  head: z.object({ ref: z.string(), sha: Sha, repo: z.object({ id: z.int() }).nullable() }),
});

/** What GitHub calls somebody whose account is gone. */
const nobody = 'ghost';

function toReading(
  { installation }: RepositoryClient,
  { number, state, merged, labels, base, head, ...rest }: z.output<typeof PullRequest>,
): PullRequestReading {
  const names = labels.map(({ name }) => name);
  const details: PullRequestDetails = {
    installation,
    head: {
      sha: head.sha,
      branch: head.ref,
      base: base.ref,
      author: rest.user?.login ?? nobody,
      origin: head.repo?.id === base.repo.id ? 'sameRepository' : 'fork',
    },
    labels: names,
    updatedAt: rest.updated_at,
  };
  const answer = {
    kind: 'found',
    repository: base.repo.full_name,
    number,
    state: merged ? 'merged' : state,
    labels: names,
    headSha: head.sha,
  } as const;
  return { answer, details };
}
