import { mkdir } from 'node:fs/promises';
import { runGit } from './git.ts';

/** A new bare repository. Nobody can push to `refs/pull`, as on GitHub. */
export async function createGitRepository(directory: string, defaultBranch: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await runGit(directory, ['init', '--quiet', '--bare', '--template=', `--initial-branch=${defaultBranch}`]);
  await configure(directory);
}

/** A bare copy with the branches and tags of another. */
export async function forkGitRepository(from: string, directory: string, defaultBranch: string): Promise<void> {
  await createGitRepository(directory, defaultBranch);
  await runGit(directory, ['fetch', '--quiet', from, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']);
}

async function configure(directory: string): Promise<void> {
  const settings = {
    'receive.hideRefs': 'refs/pull',
    'http.receivepack': 'true',
    'uploadpack.allowFilter': 'true',
    'uploadpack.allowReachableSHA1InWant': 'true',
    'gc.auto': '0',
  };
  for (const [name, value] of Object.entries(settings)) await runGit(directory, ['config', name, value]);
}
