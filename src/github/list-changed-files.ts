import { z } from 'zod';
import type { RepositoryClient } from './create-github-clients.ts';
import { askAll } from './requests/ask.ts';

/** Lists the files that a pull request changes, a moved one under both of its names. GitHub lists 3,000 of them at most. */
export async function listChangedFiles(
  { octokit, place }: RepositoryClient,
  number: number,
): Promise<readonly string[]> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
  const files = await askAll(octokit, ChangedFile, route, { ...place, pull_number: number });
  const names = files.flatMap(({ filename, previous_filename: before }) =>
    before === undefined ? [filename] : [filename, before],
  );
  return [...new Set(names)];
}

const ChangedFile = z.object({ filename: z.string(), previous_filename: z.string().optional() });
