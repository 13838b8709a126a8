import type { ProbotOctokit } from 'probot';
import { z } from 'zod';
import { isAccessLost } from './errors.ts';
import { addRateGate } from './add-rate-gate.ts';
import { askOne } from './requests/ask.ts';
import { toPlace } from './requests/to-place.ts';

export type Octokit = ProbotOctokit;

/** Who asks GitHub: the App itself, or its installation that covers a repository. */
export interface GitHubClients {
  asApp(): Promise<Octokit>;
  asInstallation(installation: number): Promise<Octokit>;
  /** Runs work as the installation that covers the repository. */
  inRepository<T>(repository: string, work: (client: RepositoryClient) => Promise<T>): Promise<T>;
}

export interface RepositoryClient {
  readonly octokit: Octokit;
  readonly installation: number;
  readonly place: { readonly owner: string; readonly repo: string };
}

/** Creates the clients from Probot's `auth`. Each is made once, so that all that one installation asks is counted together. */
export function createGitHubClients(auth: (installation?: number) => Promise<Octokit>): GitHubClients {
  const octokits = new Map<number | 'app', Promise<Octokit>>();
  const installations = new Map<string, Promise<number>>();

  const authenticate = (who: number | 'app'): Promise<Octokit> =>
    remember(octokits, who, async () => {
      const octokit = await auth(who === 'app' ? undefined : who);
      addRateGate(octokit);
      return octokit;
    });
  const asApp = () => authenticate('app');
  const findInstallation = (repository: string): Promise<number> =>
    remember(installations, repository.toLowerCase(), async () => {
      const route = 'GET /repos/{owner}/{repo}/installation';
      return (await askOne(await asApp(), Installation, route, toPlace(repository))).id;
    });

  return {
    asApp,
    asInstallation: authenticate,
    async inRepository(repository, work) {
      const installation = await findInstallation(repository);
      try {
        return await work({ octokit: await authenticate(installation), installation, place: toPlace(repository) });
      } catch (error) {
        if (isAccessLost(error)) installations.delete(repository.toLowerCase());
        throw error;
      }
    },
  };
}

const Installation = z.object({ id: z.int() });

/** Keeps what was found, and not what could not be. */
function remember<K, V>(known: Map<K, Promise<V>>, key: K, find: () => Promise<V>): Promise<V> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = find();
  known.set(key, found);
  found.catch(() => known.delete(key));
  return found;
}
