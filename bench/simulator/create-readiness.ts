import { createRandom } from './create-random.ts';

interface ReadinessOptions {
  readonly seed: number;
  readonly medianMs: number;
  /** Of the logarithm: how far the slow ones are from the fast ones. 0.5 puts one in twenty beyond 2.3 times the median. */
  readonly spread: number;
}

/** Draws how long workloads take until they are ready, one after the other: most near the median, a few much longer. */
export function createReadiness({ seed, medianMs, spread }: ReadinessOptions): () => number {
  const random = createRandom(seed);
  return () => Math.round(medianMs * Math.exp(spread * drawNormal(random)));
}

/** One draw of the normal distribution, by Box and Muller. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
