import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

interface ControllerOptions {
  readonly binary: string;
  readonly name: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthPort: number;
  /** For its log. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface Controller {
  readonly pid: number;
  stop(): Promise<void>;
}

const readyWithinMs = 60_000;

/** Starts a controller of Flux as a process of this machine, and resolves once it says that it is ready. */
export async function startController(options: ControllerOptions): Promise<Controller> {
  const { binary, name, args, environment, healthPort, folder, signal } = options;
  const logFile = join(folder, `${name}.log`);
  // However this process ends, the controller does not go on without it.
  const child = execa('setpriv', ['--pdeathsig=KILL', '--', binary, ...args], {
    ...{
      env: { PATH: process.env['PATH'], ...environment },
      extendEnv: false,
      reject: false,
      buffer: false,
      forceKillAfterDelay: 15_000,
    },
    ...{ stdin: 'ignore', stdout: 'ignore', stderr: { file: logFile } },
    detached: true, // a terminal's Ctrl-C is not for it: it has to take its objects away first
  });
  let hasEnded = false;
  void child.then(() => (hasEnded = true));
  const stop = async () => {
    child.kill('SIGTERM');
    await child;
  };
  const url = `http://127.0.0.1:${healthPort}/readyz`;
  try {
    await waitUntilReady({ url, hasEnded: () => hasEnded, signal });
  } catch (error) {
    await stop();
    const [lastLine] = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-1);
    throw new Error(`starting ${name}, which says last ${JSON.stringify(lastLine)}`, { cause: error });
  }
  return { pid: child.pid ?? 0, stop };
}

interface WaitOptions {
  readonly url: string;
  readonly hasEnded: () => boolean;
  readonly signal: AbortSignal;
}

async function waitUntilReady({ url, hasEnded, signal }: WaitOptions): Promise<void> {
  const deadlineMs = Date.now() + readyWithinMs;
  while (!(await isOk(url, signal))) {
    signal.throwIfAborted();
    if (hasEnded()) throw new Error('it ended');
    if (Date.now() > deadlineMs) throw new Error(`it is not ready after ${readyWithinMs / 1_000} s`);
    await sleep(100);
  }
}

async function isOk(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal, headers: { connection: 'close' } });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false; // not listening yet
  }
}
