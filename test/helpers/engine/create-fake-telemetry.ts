import type { Telemetry } from '../../../src/engine/ports/telemetry.ts';

export interface FakeTelemetry extends Telemetry {
  /** What it was told, in order, in one line each: `slot gap 2000`. */
  readonly told: string[];
}

export function createFakeTelemetry(): FakeTelemetry {
  const told: string[] = [];
  return {
    told,
    observeScheduleGap: (stage, gapMs) => told.push(`${stage} gap ${gapMs}`),
    observeReadinessLag: (lagMs) => told.push(`readiness lag ${lagMs}`),
    observeReady: (durationMs) => told.push(`ready after ${durationMs}`),
    observeHelm: ({ action, outcome, durationMs }) => told.push(`${action} ${outcome} after ${durationMs}`),
    observeLive: (durationMs) => told.push(`live after ${durationMs}`),
    countKubeRequest: (method) => told.push(`${method} to Kubernetes`),
    countGitHubRequest: ({ status }) => told.push(`GitHub answers ${status ?? 'nothing'}`),
  };
}
