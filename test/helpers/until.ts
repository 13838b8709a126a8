import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a description of what is missing says nothing; fails with that description if it does not happen in time. */
export async function until(
  what: string,
  withinMs: number,
  describeMissing: () => Promise<string> | string,
): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    const missing = await describeMissing();
    const tookMs = performance.now() - startedMs;
    if (missing === '') return tookMs;
    if (tookMs > withinMs) throw new Error(`waited ${withinMs / 1_000} s for ${what}: ${missing}`);
    await sleep(50);
  }
}
