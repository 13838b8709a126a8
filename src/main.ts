import { Probot } from 'probot';
import { createApp, type Wake } from './app.ts';
import { createLogger, type Logger } from './logger.ts';
import { loadSettings, type Settings } from './settings.ts';
import { SettingsError } from './settings/settings-error.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { createWebServer } from './web/create-web-server.ts';
import { createHealthRoutes } from './web/health-routes.ts';
import { createMetricsRoute, createRegistry, createWebhookMetrics } from './web/metrics.ts';
import type { Route } from './web/route.ts';
import { createReceive } from './web/webhook/create-receive.ts';
import { createWebhookRoute } from './web/webhook/create-webhook-route.ts';

try {
  await start(loadSettings());
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
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
  const probot = new Probot({
    appId: github.appId,
    privateKey: github.privateKey,
    secret: github.webhookSecrets[0],
    baseUrl: github.apiUrl,
    log,
  });
  const wake: Wake = {
    pullRequest: (key, delivery) => log.info({ key, delivery }, 'woken'),
    commit: ({ repository, sha }, delivery) => log.info({ repository, commit: sha, delivery }, 'woken'),
    repository: (repository, delivery) => log.info({ repository, delivery }, 'woken'),
  };
  await probot.load(createApp(wake), { cwd: process.cwd(), addHandler: () => undefined });
  const server = createWebServer({ log, routes: createRoutes(settings, probot, log) });
  stopOnSignal(async (signal) => {
    log.info({ signal }, 'draining');
    const outcome = await server.drain(settings.drainTimeoutSeconds * 1_000);
    log.info({ reason: outcome }, 'stopped');
    return outcome === 'drained' ? 0 : 1;
  });
  log.info({ address: await server.listen(settings.listen) }, 'listening');
}

/** All that berth answers on HTTP: pages are added here. */
function createRoutes({ github, webhookBodyLimitBytes }: Settings, probot: Probot, log: Logger): Route[] {
  const registry = createRegistry();
  const webhooks = createWebhookRoute({
    secrets: github.webhookSecrets,
    bodyLimitBytes: webhookBodyLimitBytes,
    receive: createReceive(probot),
    metrics: createWebhookMetrics(registry),
    log,
  });
  return [webhooks, ...createHealthRoutes([]), createMetricsRoute(registry)];
}
