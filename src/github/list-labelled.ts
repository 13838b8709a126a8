import { z } from 'zod';
import type { PullRequestAddress } from '../engine/ports/github.ts';
import type { GitHubClients, Octokit } from './create-github-clients.ts';
import { askAll } from './requests/ask.ts';
import { toPlace } from './requests/to-place.ts';

export interface Labelled {
  readonly pullRequests: readonly PullRequestAddress[];
  /** Repositories that could not be read; `owner/*` for all of an installation, `*` for everything. */
  readonly failed: readonly string[];
}

/** Lists the open pull requests with one of the labels. Where one repository cannot be read the others are. */
export async function listLabelled(
  clients: GitHubClients,
  labels: readonly string[],
  repository?: string,
): Promise<Labelled> {
  if (repository !== undefined) {
    return isolate(repository, () =>
      clients.inRepository(repository, ({ octokit }) => listInRepository(octokit, repository, labels)),
    );
  }
  return isolate('*', async () => {
    const installations = await askAll(await clients.asApp(), Installation, 'GET /app/installations', {});
    const active = installations.filter(({ suspended_at: suspendedAt }) => suspendedAt === null);
    return join(await Promise.all(active.map((one) => listInInstallation(clients, one, labels))));
  });
}

const Installation = z.object({
  id: z.int(),
  account: z.object({ login: z.string().optional(), slug: z.string().optional() }).nullable(),
  suspended_at: z.string().nullable(),
});
const Repository = z.object({ full_name: z.string(), archived: z.boolean(), disabled: z.boolean() });
const Issue = z.object({ number: z.int(), pull_request: z.object({}).optional() });

function listInInstallation(
  clients: GitHubClients,
  { id, account }: z.output<typeof Installation>,
  labels: readonly string[],
): Promise<Labelled> {
  return isolate(`${account?.login ?? account?.slug ?? String(id)}/*`, async () => {
    const octokit = await clients.asInstallation(id);
    const repositories = await askAll(octokit, Repository, 'GET /installation/repositories', {});
    const found: Labelled[] = [];
    // One after the other: a sweep has time, and what people wait for goes out in between.
    for (const { full_name: name } of repositories.filter(isInUse)) {
      found.push(await isolate(name, () => listInRepository(octokit, name, labels)));
    }
    return join(found);
  });
}

function isInUse({ archived, disabled }: z.output<typeof Repository>): boolean {
  return !archived && !disabled;
}

async function listInRepository(octokit: Octokit, repository: string, labels: readonly string[]): Promise<Labelled> {
  const numbers = new Set<number>();
  for (const label of labels) {
    const parameters = { ...toPlace(repository), labels: label, state: 'open' };
    const issues = await askAll(octokit, Issue, 'GET /repos/{owner}/{repo}/issues', parameters);
    for (const { number, pull_request: isPullRequest } of issues) if (isPullRequest) numbers.add(number);
  }
  return { pullRequests: [...numbers].map((number) => ({ repository, number })), failed: [] };
}

async function isolate(name: string, list: () => Promise<Labelled>): Promise<Labelled> {
  try {
    return await list();
  } catch {
    return { pullRequests: [], failed: [name] };
  }
}

function join(all: readonly Labelled[]): Labelled {
  return {
    pullRequests: all.flatMap(({ pullRequests }) => pullRequests),
    failed: all.flatMap(({ failed }) => failed),
  };
}
