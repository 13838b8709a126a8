import { readUsage } from './read-usage.ts';

export interface UsageWatch {
  /** Ends it; resolves to what was used since it began, and to the most memory that was seen. */
  end(): Promise<{ readonly cpuS: number; readonly peakMemoryMb: number }>;
}

/** Helm lives for a few tenths of a second; looking more often would itself take from the two cores. */
const lookEveryMs = 250;

/** Watches what trees of processes use. */
export async function watchUsage(rootPids: readonly number[]): Promise<UsageWatch> {
  const before = await readUsage(rootPids);
  let peakMemoryMb = before.memoryMb;
  const look = async () => {
    const usage = await readUsage(rootPids);
    peakMemoryMb = Math.max(peakMemoryMb, usage.memoryMb);
    return usage;
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  return {
    async end() {
      clearInterval(timer);
      const { cpuS } = await look();
      return { cpuS: cpuS - before.cpuS, peakMemoryMb };
    },
  };
}
