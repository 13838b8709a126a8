import { UserError } from '../../user-error.ts';

/** Throws UserError where pods cannot run (another system than Linux, or no root), with how to use a cluster one has. */
export function assertCanRunPods(
  platform: string = process.platform,
  uid: number | undefined = process.getuid?.(),
): void {
  const instead = 'or use a cluster you have: every command takes --context NAME, a context of your kubeconfig';
  if (platform !== 'linux') {
    throw new UserError(`the sandbox cluster runs on Linux and this is ${platform}: use a Linux machine, ${instead}`);
  }
  if (uid !== 0) {
    throw new UserError(
      `the sandbox cluster needs root, to run containers and set up their network: run the command with sudo, ${instead}`,
    );
  }
}
