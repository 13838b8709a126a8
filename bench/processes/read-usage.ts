import { readdir, readFile } from 'node:fs/promises';
import { parseProcessStat, type ProcessStat } from './parse-process-stat.ts';

/** What a process and all that it started have used. */
export interface Usage {
  /** Also of what has ended and was waited for. */
  readonly cpuS: number;
  readonly memoryMb: number;
}

/** Reads what the trees of processes have used so far; a process that has ended counts with its parent. */
export async function readUsage(rootPids: readonly number[]): Promise<Usage> {
  const stats = await readAllStats();
  const inTrees = collectTrees(stats, rootPids);
  const sum = (read: (stat: ProcessStat) => number) => inTrees.reduce((total, stat) => total + read(stat), 0);
  return { cpuS: sum(({ ticks }) => ticks) / ticksPerS, memoryMb: (sum(({ pages }) => pages) * pageBytes) / 1024 ** 2 };
}

/** Of every Linux that Node runs on; `getconf CLK_TCK` tells. */
const ticksPerS = 100;
const pageBytes = 4_096;

async function readAllStats(): Promise<ReadonlyMap<number, ProcessStat>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').then(parseProcessStat, () => [])),
  );
  return new Map(stats.flat().map((stat) => [stat.pid, stat]));
}

function collectTrees(stats: ReadonlyMap<number, ProcessStat>, rootPids: readonly number[]): readonly ProcessStat[] {
  const roots = new Set(rootPids);
  const isInTree = (stat: ProcessStat): boolean => {
    if (roots.has(stat.pid)) return true;
    const parent = stats.get(stat.parent);
    return parent !== undefined && isInTree(parent);
  };
  return [...stats.values()].filter(isInTree);
}
