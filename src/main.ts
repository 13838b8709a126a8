import type { Registry } from 'prom-client';
import { BerthError } from './berth-error.ts';
import { createBerth, type Berth } from './create-berth.ts';
import { createClock } from './create-clock.ts';
import { giveBackMemory } from './give-back-memory.ts';
import { createLogger, type Logger } from './logger.ts';
import { loadSettings, type Settings } from './settings.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { createWebServer } from './web/create-web-server.ts';
import { createGauges } from './web/create-gauges.ts';
import { createTelemetry } from './web/create-telemetry.ts';
import { createHealthRoutes } from './web/health-routes.ts';
import { createMetricsRoute, createRegistry, createWebhookMetrics } from './web/metrics.ts';
import { createPageRoutes } from './web/page-routes.ts';
import type { Route } from './web/route.ts';
import { createReceive } from './web/webhook/create-receive.ts';
import { createWebhookRoute } from './web/webhook/create-webhook-route.ts';

try {
  await start(loadSettings());
} catch (error) {
  if (!(error instanceof BerthError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Puts the parts together. Nothing is decided here. */
async function start(settings: Settings): Promise<void> {
  const { github } = settings;
  const log = createLogger({ level: settings.logLevel, secrets: [github.privateKey, ...github.webhookSecrets] });
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'stopping after an error that nothing handled');
    process.exit(1);
  });
  const registry = createRegistry();
  const berth = await createBerth({ settings, telemetry: createTelemetry(registry), log });
  createGauges(registry, {
    listEnvironments: () => berth.cluster.environments.list(),
    listWatches: () => berth.cluster.listWatches(),
    readLoad: () => berth.readLoad(),
  });
  giveBackMemory({ clock: createClock(), isBusy: () => berth.readLoad().helm.working > 0 });
  const server = createWebServer({ log, routes: createRoutes(settings, berth, { registry, log }) });
  stopOnSignal(async (signal) => {
    log.info({ signal }, 'draining');
    const [outcome] = await Promise.all([server.drain(settings.drainTimeoutSeconds * 1_000), berth.stop()]);
    log.info({ reason: outcome }, 'stopped');
    return outcome === 'drained' ? 0 : 1;
  });
  log.info({ address: await server.listen(settings.listen) }, 'listening');
  // Webhooks that come before are marked, and dealt with as soon as the cluster is known.
  berth.start().then(
    () => log.info('all environments are known'),
    (error: unknown) => log.info({ err: error }, 'stopped before all environments were known'),
  );
}

/** All that berth answers on HTTP. */
function createRoutes(
  settings: Settings,
  { probot, cluster }: Berth,
  { registry, log }: { readonly registry: Registry; readonly log: Logger },
): Route[] {
  const { github, webhookBodyLimitBytes, publicUrl } = settings;
  const webhooks = createWebhookRoute({
    secrets: github.webhookSecrets,
    bodyLimitBytes: webhookBodyLimitBytes,
    receive: createReceive(probot),
    metrics: createWebhookMetrics(registry),
    log,
  });
  return [
    webhooks,
    ...createHealthRoutes([{ name: 'the cluster', check: () => cluster.ping() }]),
    createMetricsRoute(registry),
    ...createPageRoutes({ environments: cluster.environments, publicUrl, githubUrl: github.siteUrl }),
  ];
}
