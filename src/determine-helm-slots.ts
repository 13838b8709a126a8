import { mostPulls } from './helm/charts/create-puller.ts';

interface Room {
  readonly cores: number;
  /** What this process and all that it starts may use together. */
  readonly memoryBytes: number;
}

/**
 * Determines how many runs of Helm may be at work at a time: as many as keep the cores busy, and fit into the memory beside
 * those that pull charts.
 */
export function determineHelmSlots({ cores, memoryBytes }: Room): number {
  const fitting = Math.floor((memoryBytes - ownBytes) / bytesPerHelm) - mostPulls;
  return Math.max(1, Math.min(cores * helmsPerCore, fitting));
}

/**
 * As measured, more of them finish no sooner: Helm spends most of its short time on one core each, and waits for the API
 * server the rest.
 */
const helmsPerCore = 4;
const mebibyte = 2 ** 20;
/** What berth itself takes where it is busy: one Helm too many, and the kernel may end berth instead. */
const ownBytes = 400 * mebibyte;
/** A Helm takes 45 to 60 MB, the more the larger its chart. */
const bytesPerHelm = 64 * mebibyte;
