import { ApiException } from '@kubernetes/client-node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { KubeClient } from '../../../src/kube/create-kube-client.ts';
import { createReflector, type Reflector } from '../../../src/kube/reflector/create-reflector.ts';
import { createWatchMeter } from '../../../src/kube/reflector/watch-meter.ts';
import { log, seen } from './use-reflector.ts';

let reflector: Reflector<object>;
let tries: number;
let warnings: string[];

beforeEach(() => {
  // Pauses after a failure are taken by timers that are not of these.
  vi.useFakeTimers();
  tries = 0;
  warnings = [];
});
afterEach(async () => {
  await reflector.stop();
  vi.useRealTimers();
});

test('is warned of once it has failed some times, and again every five minutes', async () => {
  refuseAll(500);
  await waitForTries(30);
  expect(warnings).toEqual(['watching the cluster fails']);

  await vi.advanceTimersByTimeAsync(4 * 60_000);
  await waitForTries(30);
  expect(warnings).toHaveLength(1);

  await vi.advanceTimersByTimeAsync(60_000);
  await waitForTries(30);
  expect(warnings).toHaveLength(2);
});

test('is silent for as long as it fails', async () => {
  const client = refuseAll(500);
  const startedAtMs = Date.now();
  await vi.advanceTimersByTimeAsync(60_000);
  await waitForTries(3);

  expect(client.watches.read()).toEqual([{ resource: 'things', lists: 0, heardAtMs: startedAtMs }]);
});

test('is not silent where it is forbidden, which is an answer', async () => {
  const client = refuseAll(403);
  const startedAtMs = Date.now();
  await vi.advanceTimersByTimeAsync(60_000);
  await waitForTries(3);

  const [reading] = client.watches.read();
  expect(reading?.lists).toBe(0);
  expect(reading?.heardAtMs).toBeGreaterThanOrEqual(startedAtMs + 60_000);
});

async function waitForTries(more: number): Promise<void> {
  const before = tries;
  await vi.waitFor(() => expect(tries).toBeGreaterThanOrEqual(before + more), seen);
}

function refuseAll(status: number): KubeClient {
  const open: KubeClient['open'] = () => {
    tries += 1;
    return Promise.reject(new ApiException(status, 'refused', '', {}));
  };
  const client = { open, watches: createWatchMeter() } as Partial<KubeClient> as KubeClient;
  reflector = createReflector<object>({
    client,
    path: '/api/v1/things',
    project: (object) => object,
    onChange: () => undefined,
    log: { ...log, debug: () => undefined, warn: (_, message) => void warnings.push(message) },
    timing: { firstBackoffMs: 1, longestBackoffMs: 2 },
  });
  return client;
}
