import { Registry } from 'prom-client';
import { beforeEach, describe, expect, test } from 'vitest';
import type { GitHubLimit, Telemetry } from '../../src/engine/ports/telemetry.ts';
import { createTelemetry } from '../../src/web/create-telemetry.ts';

let register: Registry;
let telemetry: Telemetry;

beforeEach(() => {
  register = new Registry();
  telemetry = createTelemetry(register);
});

describe('the metrics', () => {
  test('count in seconds what the engine tells in milliseconds', async () => {
    telemetry.observeScheduleGap('decision', 20);
    telemetry.observeScheduleGap('slot', 3_000);
    telemetry.observeReadinessLag(4);
    telemetry.observeReady(8_000);
    telemetry.observeHelm({ action: 'upgrade', outcome: 'failed', durationMs: 1_500 });
    telemetry.observeLive(42_000);

    expect(await readSamples(/_(sum|count)\b/)).toEqual([
      'berth_schedule_gap_seconds_sum{stage="decision"} 0.02',
      'berth_schedule_gap_seconds_count{stage="decision"} 1',
      'berth_schedule_gap_seconds_sum{stage="slot"} 3',
      'berth_schedule_gap_seconds_count{stage="slot"} 1',
      'berth_readiness_lag_seconds_sum 0.004',
      'berth_readiness_lag_seconds_count 1',
      'berth_helm_duration_seconds_sum{action="upgrade",outcome="failed"} 1.5',
      'berth_helm_duration_seconds_count{action="upgrade",outcome="failed"} 1',
      'berth_release_ready_seconds_sum 8',
      'berth_release_ready_seconds_count 1',
      'berth_deploy_duration_seconds_sum 42',
      'berth_deploy_duration_seconds_count 1',
    ]);
  });

  test('tell a gap under 100 ms from a longer one', async () => {
    telemetry.observeScheduleGap('slot', 99);
    telemetry.observeScheduleGap('slot', 101);

    expect(await readSamples(/gap_seconds_bucket{le="0.1"/)).toEqual([
      'berth_schedule_gap_seconds_bucket{le="0.1",stage="slot"} 1',
    ]);
  });

  test('count requests by what they were and by what was answered', async () => {
    telemetry.countKubeRequest('GET');
    telemetry.countKubeRequest('PATCH');
    telemetry.countKubeRequest('GET');
    telemetry.countGitHubRequest({ status: 200, limit: undefined });
    telemetry.countGitHubRequest({ status: undefined, limit: undefined });

    expect(await readSamples(/requests_total{/)).toEqual([
      'berth_kube_requests_total{method="GET"} 2',
      'berth_kube_requests_total{method="PATCH"} 1',
      'berth_github_requests_total{status="200"} 1',
      'berth_github_requests_total{status="none"} 1',
    ]);
  });
});

describe('the limit of GitHub', () => {
  const inAnHourMs = Date.now() + 3_600_000;

  test.each<[string, readonly GitHubLimit[], readonly string[]]>([
    ['the one that has least', [aLimit(1, 4_000), aLimit(2, 17), aLimit(undefined, 900)], ['core 17']],
    ['what the last answer said', [aLimit(1, 17), aLimit(1, 4_000)], ['core 4000']],
    [
      'each limit by itself',
      [aLimit(1, 17), { ...aLimit(1, 4_000), resource: 'graphql' }],
      ['core 17', 'graphql 4000'],
    ],
    ['none whose hour is over', [{ ...aLimit(1, 17), resetAtMs: Date.now() - 1 }], []],
  ])('is told of %s', async (_, limits, told) => {
    for (const limit of limits) telemetry.countGitHubRequest({ status: 200, limit });

    const samples = await readSamples(/rate_limit_remaining{/);
    expect(samples.map((line) => line.replace(/^.*resource="(\w+)"} /, '$1 '))).toEqual(told);
  });

  function aLimit(installation: number | undefined, remaining: number): GitHubLimit {
    return { installation, resource: 'core', remaining, resetAtMs: inAnHourMs };
  }
});

async function readSamples(wanted: RegExp): Promise<readonly string[]> {
  const text = await register.metrics();
  return text.split('\n').filter((line) => !line.startsWith('#') && wanted.test(line));
}
