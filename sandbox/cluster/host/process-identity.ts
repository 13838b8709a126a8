import { readFile } from 'node:fs/promises';

/** A process by more than its number: the kernel reuses numbers, so the start time (in clock ticks after boot) belongs to it. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: number;
}

/** Reads who runs under `pid` now; undefined when nobody does, or only a zombie that nobody has reaped yet. */
export async function readProcessIdentity(pid: number): Promise<ProcessIdentity | undefined> {
  const fields = await readStatFields(pid);
  if (fields === undefined || hasEnded(fields)) return undefined;
  return { pid, startTicks: Number(fields[19]) };
}

export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  const now = await readProcessIdentity(identity.pid);
  return now?.startTicks === identity.startTicks;
}

// The first thread of a killed process can be a zombie while others still hold its ports: it has ended when it is alone.
function hasEnded(fields: readonly string[]): boolean {
  return fields[0] === 'Z' && Number(fields[17]) <= 1;
}

// Fields of proc_pid_stat(5) from the third (state) on: the second, the name, may itself contain blanks and brackets.
async function readStatFields(pid: number): Promise<readonly string[] | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
