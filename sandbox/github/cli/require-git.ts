import { UserError } from '../../user-error.ts';
import { runGit } from '../git/git.ts';

/** `git merge-tree --write-tree` came with this one. */
const oldest = [2, 38] as const;

/** Says what to do when the machine has no git, or one that is too old. */
export async function requireGit(): Promise<void> {
  const output = await runGit('/', ['--version']).catch(() => undefined);
  if (output === undefined) {
    throw new UserError('git is not installed. Install it (on Debian: apt-get install git) and start again.');
  }
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(output) ?? []).map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new UserError(`git ${major}.${minor} is too old: install ${oldest.join('.')} or newer and start again.`);
}
