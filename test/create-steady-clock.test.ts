import { uptime } from 'node:os';
import { expect, test } from 'vitest';
import { createSteadyClock } from '../src/create-steady-clock.ts';

function start() {
  const machine = { uptimeS: 5_000, elapsedMs: 70, dateMs: 1_700_000_000_000, reads: 0 };
  const clock = createSteadyClock({
    uptimeS: () => {
      machine.reads += 1;
      return machine.uptimeS;
    },
    elapsedMs: () => machine.elapsedMs,
    dateMs: () => machine.dateMs,
  });
  return { machine, nowMs: () => clock.nowMs() };
}

test('the machine is asked once for each step of its time', () => {
  const { machine, nowMs } = start();
  expect([nowMs(), nowMs()]).toEqual([5_000_000, 5_000_000]);
  expect(machine.reads).toBe(1);

  machine.uptimeS = 5_000.01;
  machine.elapsedMs += 10;

  expect([nowMs(), nowMs()]).toEqual([5_000_010, 5_000_010]);
  expect(machine.reads).toBe(2);
});

test('a machine that was suspended is told by its date, of which the time that only counts its running says nothing', () => {
  const { machine, nowMs } = start();
  nowMs();

  machine.uptimeS += 3_600;
  machine.dateMs += 3_600_000;

  expect(nowMs()).toBe(8_600_000);
});

test('a date that somebody sets back does not matter', () => {
  const { machine, nowMs } = start();
  nowMs();

  machine.dateMs -= 86_400_000;
  machine.elapsedMs += 1;

  expect(nowMs()).toBe(5_000_000);
});

test('it is the time of this machine', () => {
  expect(Math.abs(createSteadyClock().nowMs() - uptime() * 1_000)).toBeLessThan(1_000);
});
