import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa, ExecaError } from 'execa';
import { UserError } from '../user-error.ts';

export interface EnsureDebianPackagesOptions {
  readonly onProgress?: (message: string) => void;
  /** Who asks; only root may install. */
  readonly uid?: number;
  /** Where the Debian tools are looked for. */
  readonly path?: string;
  /** What Debian's packages ask whether they may start a service. */
  readonly policyFile?: string;
}

interface DebianTools {
  readonly uid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly policyFile: string;
}

/**
 * Makes sure that these Debian packages are installed, without starting any service that they bring.
 * Installs what is missing when it runs as root; otherwise the error names the one command that does.
 */
export async function ensureDebianPackages(
  names: readonly string[],
  {
    onProgress,
    uid = process.getuid?.() ?? -1,
    path = process.env['PATH'] ?? '',
    policyFile = '/usr/sbin/policy-rc.d',
  }: EnsureDebianPackagesOptions = {},
): Promise<void> {
  const tools = { uid, env: { PATH: path, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }, policyFile };
  const missing = await listMissingPackages(names, tools);
  if (missing.length === 0) return;
  if (tools.uid !== 0) throw new UserError(describeInstallCommand(missing));
  onProgress?.(`installing Debian packages ${missing.join(', ')}`);
  await installWithoutStartingServices(missing, tools);
}

async function listMissingPackages(names: readonly string[], { env }: DebianTools): Promise<string[]> {
  const query = ['--show', '--showformat', '${Package} ${db:Status-Status}\\n', ...names];
  // It leaves with 1 when it does not know one of the packages, and still lists the others.
  const result = await execa('dpkg-query', query, { env, extendEnv: false, reject: false });
  if (result.code === 'ENOENT') {
    throw new UserError(
      'This system has no Debian package manager, so the sandbox cannot run a cluster here: ' +
        'use a cluster that you have with `--context NAME`, or run the sandbox on Debian 12.',
    );
  }
  const installed = new Set(
    result.stdout.split('\n').flatMap((line) => (line.endsWith(' installed') ? line.split(' ').slice(0, 1) : [])),
  );
  return names.filter((name) => !installed.has(name));
}

function describeInstallCommand(missing: readonly string[]): string {
  const command = `sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${missing.join(' ')}`;
  return `Debian packages are missing and only root can install them: run \`${command}\`, then the same command again.`;
}

async function installWithoutStartingServices(names: readonly string[], tools: DebianTools): Promise<void> {
  const isOurs = await takePolicy(tools.policyFile);
  try {
    const missing = await listMissingPackages(names, tools); // somebody else may just have installed them
    if (missing.length === 0) return;
    await runApt(['update'], missing, tools);
    await runApt(['install', '--yes', '--no-install-recommends', ...missing], missing, tools);
  } finally {
    if (isOurs) await rm(tools.policyFile, { force: true });
  }
}

const policyScript = (pid: number) =>
  `#!/bin/sh\n# The berth sandbox is installing packages and no service is to start. Process ${pid}\nexit 101\n`;

/**
 * Writes the policy that keeps services from starting, and says whether it is ours to remove: the machine's own stays as it is.
 * Ours is a lock as well: who finds one of a running process waits, or that process would lose it half way.
 */
async function takePolicy(file: string): Promise<boolean> {
  for (;;) {
    try {
      await writeFile(file, policyScript(process.pid), { mode: 0o755, flag: 'wx' });
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const existing = await readFile(file, 'utf8').catch(() => '');
    const owner = Number(/Process (\d+)\n/.exec(existing)?.[1]);
    if (existing !== '' && existing !== policyScript(owner)) return false;
    if (existing !== '' && !isRunning(owner)) await rm(file, { force: true });
    else await sleep(200);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // only root comes here, so it is never a question of permission
  }
}

async function runApt(args: readonly string[], missing: readonly string[], { env }: DebianTools): Promise<void> {
  try {
    // In a process group of its own and not cancellable: dpkg that is interrupted half way leaves a system to repair.
    await execa('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { env, stdin: 'ignore', detached: true });
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const reason =
      String(error.stderr)
        .split('\n')
        .find((line) => line.startsWith('E:')) ?? error.shortMessage;
    throw new UserError(
      `Installing the Debian packages ${missing.join(', ')} did not work (${reason.replace(/^E: */, '')}): ` +
        'check the network and the apt sources of this machine, then run the same command again.',
      { cause: error },
    );
  }
}
