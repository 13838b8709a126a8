import { Counter, Gauge, Histogram, type HistogramConfiguration, type Registry } from 'prom-client';
import type { GitHubLimit, Telemetry } from '../engine/ports/telemetry.ts';

/** Counts what the engine tells. Labels have few values each: none names a repository, a pull request or a release. */
export function createTelemetry(register: Registry): Telemetry {
  const registers = [register];
  const scheduleGap = new Histogram({ ...measures.scheduleGap, registers });
  const readinessLag = new Histogram({ ...measures.readinessLag, registers });
  const helm = new Histogram({ ...measures.helm, registers });
  const ready = new Histogram({ ...measures.ready, registers });
  const live = new Histogram({ ...measures.live, registers });
  const kubeRequests = new Counter({ ...measures.kubeRequests, registers });
  const countGitHubRequest = createGitHubCount(register);
  return {
    observeScheduleGap: (stage, gapMs) => scheduleGap.observe({ stage }, gapMs / 1_000),
    observeReadinessLag: (lagMs) => readinessLag.observe(lagMs / 1_000),
    observeHelm: ({ action, outcome, durationMs }) => helm.observe({ action, outcome }, durationMs / 1_000),
    observeReady: (durationMs) => ready.observe(durationMs / 1_000),
    observeLive: (durationMs) => live.observe(durationMs / 1_000),
    countKubeRequest: (method) => kubeRequests.inc({ method }),
    countGitHubRequest,
  };
}

/** Each installation has limits of its own: told is how much the one has left that has least. */
function createGitHubCount(register: Registry): Telemetry['countGitHubRequest'] {
  const limits = new Map<string, GitHubLimit>();
  const requests = new Counter({ ...measures.githubRequests, registers: [register] });
  new Gauge({
    ...measures.githubLimit,
    registers: [register],
    collect() {
      this.reset();
      const current = [...limits.values()].filter(({ resetAtMs }) => resetAtMs > Date.now());
      for (const resource of new Set(current.map((limit) => limit.resource))) {
        const left = current.filter((limit) => limit.resource === resource).map(({ remaining }) => remaining);
        this.set({ resource }, Math.min(...left));
      }
    },
  });
  return ({ status, limit }) => {
    requests.inc({ status: status ?? 'none' });
    if (limit !== undefined) limits.set(`${limit.installation ?? ''} ${limit.resource}`, limit);
  };
}

const measures = {
  scheduleGap: {
    name: 'berth_schedule_gap_seconds',
    help: 'Time a release was held up by berth: until berth saw that it had nothing more to wait for (decision), and until Helm had room for it (slot).',
    labelNames: ['stage'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
  },
  readinessLag: {
    name: 'berth_readiness_lag_seconds',
    help: 'Time from the word of the API server that made a release ready until berth took it for ready.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
  },
  helm: {
    name: 'berth_helm_duration_seconds',
    help: 'Time that a run of Helm took, with its hooks; of one that was begun ahead, from when it could write.',
    labelNames: ['action', 'outcome'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900],
  },
  ready: {
    name: 'berth_release_ready_seconds',
    help: 'Time from the start of Helm until the release was ready for the first time.',
    buckets: [0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 900],
  },
  live: {
    name: 'berth_deploy_duration_seconds',
    help: 'Time from when berth began to deploy a commit until its environment was live.',
    buckets: [1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600, 1_800],
  },
  kubeRequests: {
    name: 'berth_kube_requests_total',
    help: 'Requests to the API server of Kubernetes, without those of Helm.',
    labelNames: ['method'],
  },
  githubRequests: {
    name: 'berth_github_requests_total',
    help: 'Requests to GitHub by the status of the answer; none where no answer came.',
    labelNames: ['status'],
  },
  githubLimit: {
    name: 'berth_github_rate_limit_remaining',
    help: 'How many requests the installation has left that has least, by limit of GitHub.',
    labelNames: ['resource'],
  },
} satisfies Readonly<Record<string, HistogramConfiguration<string>>>;
