import type { Registry } from 'prom-client';
import { createGauges } from '../../src/web/create-gauges.ts';
import { createTelemetry } from '../../src/web/create-telemetry.ts';
import { createRegistry, createWebhookMetrics } from '../../src/web/metrics.ts';
import { renderTable } from './render-reference.ts';

/** Renders one row for each metric of berth's own. */
export async function renderMetrics(): Promise<string> {
  const register = createAllMetrics();
  const own = register.getMetricsAsArray().filter(({ name }) => !/^berth_(process|nodejs)_/.test(name));
  const rows = await Promise.all(
    own.map(async ({ name, help, ...metric }) => {
      const { type } = await register.getSingleMetric(name)!.get();
      const labels = 'labelNames' in metric ? (metric.labelNames as readonly string[]) : [];
      return [`\`${name}\``, String(type), labels.map((label) => `\`${label}\``).join(', '), help];
    }),
  );
  return renderTable(['Metric', 'Kind', 'Labels', 'What it is'], rows.toSorted());
}

/** All that berth counts, with nothing counted yet. */
export function createAllMetrics(): Registry {
  const register = createRegistry();
  createWebhookMetrics(register);
  createTelemetry(register);
  const idle = { working: 0, waiting: 0 };
  createGauges(register, {
    listEnvironments: () => [],
    listWatches: () => [],
    readLoad: () => ({
      queues: { pullRequests: idle, environments: idle, reports: idle },
      helm: { ...idle, ahead: 0, slots: 1 },
    }),
  });
  return register;
}
