import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, readProcessIdentity, type ProcessIdentity } from './process-identity.ts';

export interface BackgroundCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Folders {
  readonly logs: string;
  readonly processes: string;
}

/**
 * Starts a command that outlives this process, in a session of its own so that no terminal's Ctrl-C reaches it, and records who it is.
 * Throws when the command cannot be started at all; whether it works is for its health check to say.
 */
export async function startBackgroundProcess(command: BackgroundCommand, folders: Folders): Promise<ProcessIdentity> {
  await mkdir(folders.logs, { recursive: true });
  await mkdir(folders.processes, { recursive: true });
  const log = await open(join(folders.logs, `${command.name}.log`), 'a');
  try {
    const child = spawn(command.command, command.args, {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...command.environment },
    });
    const pid = await waitForSpawn(child, command.command);
    child.unref();
    const identity = (await readProcessIdentity(pid)) ?? { pid, startTicks: 0 };
    await writeFile(identityFile(command.name, folders), JSON.stringify(identity));
    return identity;
  } finally {
    await log.close();
  }
}

/** Reads the recorded process; undefined when none is recorded or the recorded one has ended. */
export async function readBackgroundProcess(name: string, folders: Folders): Promise<ProcessIdentity | undefined> {
  let text: string;
  try {
    text = await readFile(identityFile(name, folders), 'utf8');
  } catch {
    return undefined;
  }
  const identity = JSON.parse(text) as ProcessIdentity;
  return (await isRunning(identity)) ? identity : undefined;
}

/** Ends the recorded process: SIGTERM, and SIGKILL after `graceMs`. Does nothing when it has ended already. */
export async function stopBackgroundProcess(name: string, folders: Folders, graceMs = 5_000): Promise<void> {
  const identity = await readBackgroundProcess(name, folders);
  if (identity !== undefined) {
    signal(identity.pid, 'SIGTERM');
    if (!(await hasEnded(identity, graceMs))) {
      signal(identity.pid, 'SIGKILL');
      await hasEnded(identity, graceMs);
    }
  }
  await rm(identityFile(name, folders), { force: true });
}

function waitForSpawn(child: ReturnType<typeof spawn>, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (cause) => reject(new Error(`starting "${command}": ${cause.message}`, { cause })));
  });
}

async function hasEnded(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if (!(await isRunning(identity))) return true;
    await sleep(20);
  }
  return !(await isRunning(identity));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function identityFile(name: string, folders: Folders): string {
  return join(folders.processes, `${name}.json`);
}
