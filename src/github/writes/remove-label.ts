import { z } from 'zod';
import type { RepositoryClient } from '../create-github-clients.ts';
import { isNotFound } from '../errors.ts';
import { askOne } from '../requests/ask.ts';

/** Takes a label off a pull request. One that is not on it is no error. */
export async function removeLabel({ octokit, place }: RepositoryClient, number: number, label: string): Promise<void> {
  const route = 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}';
  try {
    await askOne(octokit, Labels, route, { ...place, issue_number: number, name: label });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

const Labels = z.array(z.object({ name: z.string() }));
