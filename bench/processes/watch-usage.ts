import { readUsage } from './read-usage.ts';

export interface UsageWatch {
  /** Ends it. Returns what was used since it began, and the most memory that was seen. */
  end(): { readonly cpuS: number; readonly peakMemoryMb: number };
}

/** Helm lives for a few tenths of a second; looking more often would itself take from the two cores. */
const lookEveryMs = 250;

/** Watches what trees of processes use. */
export function watchUsage(rootPids: readonly number[]): UsageWatch {
  const before = readUsage(rootPids);
  let peakMemoryMb = before.memoryMb;
  const look = () => {
    const usage = readUsage(rootPids);
    peakMemoryMb = Math.max(peakMemoryMb, usage.memoryMb);
    return usage;
  };
  const timer = setInterval(look, lookEveryMs);
  return {
    end() {
      clearInterval(timer);
      const { cpuS } = look();
      return { cpuS: cpuS - before.cpuS, peakMemoryMb };
    },
  };
}
