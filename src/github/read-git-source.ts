import { z } from 'zod';
import type { SourceReader } from '../engine/ports/github.ts';
import type { GitHubClients } from './create-github-clients.ts';
import { attempt } from './errors.ts';
import { askOne } from './requests/ask.ts';

/** Gets the files of another repository at a branch, a tag or a commit. Throws an EngineError. */
export async function readGitSource(
  { repository, ref }: { readonly repository: string; readonly ref: string },
  { clients, sources }: { readonly clients: GitHubClients; readonly sources: SourceReader },
  signal: AbortSignal,
): Promise<string> {
  const sha = await attempt(`finding "${ref}" of ${repository}`, () =>
    clients.inRepository(repository, async ({ octokit, place }) => {
      const route = 'GET /repos/{owner}/{repo}/commits/{ref}';
      return (await askOne(octokit, Commit, route, { ...place, ref })).sha;
    }),
  );
  return await sources.ensureSource({ repository, sha }, signal);
}

const Commit = z.object({ sha: z.hex() });
