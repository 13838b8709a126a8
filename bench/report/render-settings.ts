import type { BenchResult } from '../figures/result.ts';

/** Renders when and on what it was measured, and what each tool was set to. */
export function renderSettings({ takenAt, machine, seed, tools }: BenchResult): string {
  const { cores, memoryGib } = machine;
  const lines = Object.values(tools).map(({ title, settings }) => `- ${title}: ${settings}.`);
  const when = `Taken on ${takenAt.slice(0, 10)} on ${cores} cores with ${memoryGib} GiB, all of it on one machine; seed ${seed}.`;
  return [when, '', ...lines, ''].join('\n');
}
