import { readFile, rm, writeFile } from 'node:fs/promises';
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

const policyScript =
  '#!/bin/sh\n# Written by the berth sandbox while it installs packages; no service is to start.\nexit 101\n';

async function installWithoutStartingServices(missing: readonly string[], tools: DebianTools): Promise<void> {
  const isOurs = await writePolicy(tools.policyFile);
  try {
    await runApt(['update'], missing, tools);
    await runApt(['install', '--yes', '--no-install-recommends', ...missing], missing, tools);
  } finally {
    if (isOurs) await rm(tools.policyFile, { force: true });
  }
}

/** Says whether the policy is ours to remove: not when the machine has one, but also when an earlier run left ours behind. */
async function writePolicy(policyFile: string): Promise<boolean> {
  const existing = await readFile(policyFile, 'utf8').catch(() => undefined);
  if (existing !== undefined) return existing === policyScript;
  await writeFile(policyFile, policyScript, { mode: 0o755, flag: 'wx' });
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
