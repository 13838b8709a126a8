import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { execa, type Result } from 'execa';
import { readUsage } from '../../processes/read-usage.ts';

/** Runs a program to its end. Rejects with what it said last when it fails. */
export type RunCommand = (file: string, args: readonly string[]) => Promise<void>;

interface CommandsOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface CommandsCost {
  /** Also of what the commands started and waited for. */
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
}

/** Lets `work` run commands, and tells what they took together. Once one has failed, or the signal ends, none of them runs on. */
export async function withCommands(
  { environment, signal }: CommandsOptions,
  work: (run: RunCommand) => Promise<void>,
): Promise<CommandsCost> {
  const failing = new AbortController();
  const commands = createCommands(environment, AbortSignal.any([signal, failing.signal]));
  const memory = watchMemory(commands.running);
  const cpuSecondsBefore = await readEndedCpuSeconds();
  try {
    await work(commands.run);
  } catch (error) {
    failing.abort();
    await commands.whenEnded();
    throw signal.aborted ? signal.reason : error;
  } finally {
    memory.end();
  }
  const cpuSeconds = (await readEndedCpuSeconds()) - cpuSecondsBefore;
  return { cpuSeconds, peakMemoryBytes: memory.peakBytes() };
}

interface Commands {
  readonly run: RunCommand;
  readonly running: ReadonlySet<number>;
  whenEnded(): Promise<unknown>;
}

function createCommands(env: Readonly<Record<string, string>>, cancelSignal: AbortSignal): Commands {
  const running = new Set<number>();
  const ends: Promise<unknown>[] = [];
  const run: RunCommand = async (file, args) => {
    cancelSignal.throwIfAborted();
    const child = execa(file, args, { env, cancelSignal, killDescendants: true, reject: false, all: true });
    ends.push(child);
    const { pid = 0 } = child;
    running.add(pid);
    const result = await child;
    running.delete(pid);
    if (result.failed) throw new Error(`running "${basename(file)} ${args[0] ?? ''}": ${readLastWords(result)}`);
  };
  return { run, running, whenEnded: () => Promise.all(ends) };
}

function readLastWords({ all = '', shortMessage = '' }: Pick<Result, 'shortMessage'> & { all?: unknown }): string {
  const lines = typeof all === 'string' ? all.trim().split('\n') : [];
  return lines.slice(-5).join(' | ') || shortMessage;
}

/** Helm lives for a few tenths of a second; looking more often would itself take from the machine. */
const lookEveryMs = 250;

function watchMemory(pids: ReadonlySet<number>): { end(): void; peakBytes(): number } {
  let peakBytes = 0;
  const look = () => {
    const { memoryMb } = readUsage([...pids]);
    peakBytes = Math.max(peakBytes, memoryMb * 1024 ** 2);
  };
  const timer = setInterval(look, lookEveryMs);
  return { end: () => clearInterval(timer), peakBytes: () => peakBytes };
}

/** Of Linux, as `getconf CLK_TCK` tells. */
const ticksPerSecond = 100;

/** What children of this process used, and theirs, that have ended: see cutime and cstime in proc_pid_stat(5). */
async function readEndedCpuSeconds(): Promise<number> {
  const text = await readFile('/proc/self/stat', 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}
