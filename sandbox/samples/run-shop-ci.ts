import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { GitHub } from '../github/github.ts';
import type { Repository } from '../github/state/repository.ts';
import { fullName } from '../github/state/repository.ts';
import { buildShopImages } from './build-shop-images.ts';

export interface ShopCi {
  /** Resolves once no commit is being built any more. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

interface ShopCiOptions {
  readonly github: GitHub;
  readonly repository: Repository;
  readonly registry: string;
  readonly cacheDir: string;
  readonly onProgress: (message: string) => void;
}

/**
 * The CI of acme/shop: builds the images of the head of every pull request and says so by the commit status `ci`, as the
 * CI of any repository does. One commit at a time; a head that is already past is left out.
 */
export function runShopCi(options: ShopCiOptions): ShopCi {
  const { github, repository } = options;
  const account = github.actions.addPerson('ci', 'Continuous integration');
  github.actions.setRole(repository, account, 'write');
  const token = github.actions.createToken(account);
  const seen = new Set<string>();
  const stopping = new AbortController();
  let work = Promise.resolve();

  const setStatus: SetStatus = async (sha, state, description) => {
    const path = `/repos/${fullName(repository)}/statuses/${sha}`;
    await post(github, path, token, { state, description, context: 'ci' });
  };
  const look = () => {
    for (const { head, state } of repository.pullRequests) {
      if (state !== 'open' || seen.has(head.sha)) continue;
      seen.add(head.sha);
      const { sha } = head;
      work = work
        .then(() => setStatus(sha, 'pending', 'Building images'))
        .then(() => build(sha, { ...options, setStatus, signal: stopping.signal }));
    }
  };
  const unsubscribe = github.events.subscribe(look);
  look();
  return {
    settle: () => work,
    async stop() {
      unsubscribe();
      stopping.abort();
      await work;
    },
  };
}

type SetStatus = (sha: string, state: 'pending' | 'success' | 'failure', description: string) => Promise<void>;

interface Build extends ShopCiOptions {
  readonly setStatus: SetStatus;
  readonly signal: AbortSignal;
}

async function build(sha: string, { repository, onProgress, setStatus, signal, ...images }: Build): Promise<void> {
  const isStopped = () => signal.aborted;
  if (isStopped() || !isHead(repository, sha)) return;
  const checkout = await mkdtemp(join(tmpdir(), 'shop-'));
  try {
    await checkOut(repository.directory, sha, checkout);
    await buildShopImages({ ...images, checkout, sha, onProgress, signal });
    await setStatus(sha, 'success', 'The images are in the registry');
    onProgress(`CI has built ${sha.slice(0, 7)}`);
  } catch (error) {
    if (isStopped()) return;
    await setStatus(sha, 'failure', 'The images could not be built');
    onProgress(`CI could not build ${sha.slice(0, 7)}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await rm(checkout, { recursive: true, force: true });
  }
}

function isHead({ pullRequests }: Repository, sha: string): boolean {
  return pullRequests.some(({ head, state }) => state === 'open' && head.sha === sha);
}

async function checkOut(directory: string, sha: string, folder: string): Promise<void> {
  const archive = join(folder, '..', `${sha}.tar`);
  try {
    await execa('git', ['--git-dir', directory, 'archive', '--format=tar', `--output=${archive}`, sha]);
    await execa('tar', ['-xf', archive, '-C', folder]);
  } finally {
    await rm(archive, { force: true });
  }
}

async function post({ apiUrl }: GitHub, path: string, token: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${apiUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`telling GitHub how CI went: ${response.status} ${await response.text()}`);
}
