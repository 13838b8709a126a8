import { readFile, rm, writeFile } from 'node:fs/promises';
import { execa, ExecaError } from 'execa';
import { UserError } from '../user-error.ts';
import { withHostLock } from './host/with-host-lock.ts';

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
  // apt itself waits for others only where it installs, and not where it reads the lists.
  const onWait = () => onProgress?.('waiting for another command that installs Debian packages');
  await withHostLock({ name: 'debian-packages', onWait }, () => installWithoutStartingServices(missing, tools));
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
  const missing = await listMissingPackages(names, tools); // somebody else may just have installed them
  if (missing.length === 0) return;
  const isOurs = await writePolicy(tools.policyFile);
  try {
    await runApt(['update'], missing, tools);
    await runApt(['install', '--yes', '--no-install-recommends', ...missing], missing, tools);
  } finally {
    if (isOurs) await rm(tools.policyFile, { force: true });
  }
}

const mark = '# The berth sandbox is installing packages and no service is to start.';
const policyScript = `#!/bin/sh\n${mark}\nexit 101\n`;

/** Writes the policy that keeps services from starting, and says whether it is ours to remove: the machine's own stays as it is. */
async function writePolicy(file: string): Promise<boolean> {
  const existing = await readFile(file, 'utf8').catch(() => undefined);
  // Whoever holds the lock finds ours only where its process was killed.
  if (existing !== undefined && !existing.includes(mark)) return false;
  await writeFile(file, policyScript, { mode: 0o755 });
  return true;
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
