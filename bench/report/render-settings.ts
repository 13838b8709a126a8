import type { BenchResult } from '../figures/result.ts';

/** Renders when and on what it was measured, and what each tool was set to. */
export function renderSettings(result: BenchResult): string {
  const lines = Object.values(result.tools).map(({ title, settings }) => `- ${title}: ${settings}.`);
  return [renderOccasion(result), '', ...lines, ''].join('\n');
}

export function renderOccasion({ takenAt, machine, seed }: BenchResult): string {
  const { cores, memoryGib } = machine;
  return `Medians, taken on ${takenAt.slice(0, 10)} on ${cores} cores with ${memoryGib} GiB, all of it on one machine; seed ${seed}.`;
}
