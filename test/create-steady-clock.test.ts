import { uptime } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSteadyClock } from '../src/create-steady-clock.ts';

test('the time since the machine began goes on, and is never ahead of what the machine says', async () => {
  const clock = createSteadyClock();
  const seenMs: number[] = [];

  for (let count = 0; count < 10; count += 1) {
    await sleep(7);
    seenMs.push(clock.nowMs());
    expect(clock.nowMs()).toBeLessThanOrEqual(uptime() * 1_000);
  }

  expect(seenMs).toEqual(seenMs.toSorted((a, b) => a - b));
  expect(seenMs.at(-1)! - seenMs[0]!).toBeGreaterThanOrEqual(40);
});
