import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { Probot } from 'probot';
import { Registry } from 'prom-client';
import { afterEach } from 'vitest';
import { createApp, type Wake } from '../../src/app.ts';
import type { Told } from '../../src/engine/intake/told.ts';
import { createLogger } from '../../src/logger.ts';
import { createWebServer, type WebServer } from '../../src/web/create-web-server.ts';
import { createWebhookMetrics } from '../../src/web/metrics.ts';
import { createReceive } from '../../src/web/webhook/create-receive.ts';
import {
  createWebhookRoute,
  webhookPath,
  type WebhookRouteOptions,
} from '../../src/web/webhook/create-webhook-route.ts';

export const webhookSecret = '5f2b7c4de1908a6b3c7d21f04e98b6a5';
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Runs when the test has ended and before the leak check, which `onTestFinished` comes after. */
export function afterwards(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

export interface FrontDoor {
  readonly url: string;
  readonly server: WebServer;
  readonly registry: Registry;
  /** All that was woken, as `pull request acme/shop#1`, in order. */
  readonly woken: readonly string[];
  readLog(): string;
}

/** The real server with the real Probot behind it, on a port of its own; closed when the test ends. */
export async function openFrontDoor(
  options: Partial<WebhookRouteOptions> & { readonly beforeWake?: () => Promise<void> } = {},
): Promise<FrontDoor> {
  const woken: string[] = [];
  let text = '';
  const destination = { write: (line: string) => (text += line) };
  const log = createLogger({ level: 'debug', secrets: [webhookSecret], destination });
  const probot = new Probot({ appId: 1, privateKey, secret: webhookSecret, log });
  const app = createApp(recordInto(woken, options.beforeWake));
  await probot.load(app, { cwd: '.', addHandler: () => undefined });
  const registry = new Registry();
  const route = createWebhookRoute({
    secrets: [webhookSecret],
    bodyLimitBytes: 1024 * 1024,
    receive: createReceive(probot),
    metrics: createWebhookMetrics(registry),
    log,
    ...options,
  });
  const server = createWebServer({ log, routes: [route] });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  afterwards(() => server.drain(0));
  return { url: `${address}${webhookPath}`, server, registry, woken, readLog: () => text };
}

export function recordInto(woken: string[], before: () => Promise<void> = () => Promise.resolve()): Wake {
  return {
    pullRequest: (key, _delivery, told) =>
      before().then(() => void woken.push(['pull request', key, ...describeTold(told)].join(' '))),
    commit: ({ repository, sha }) => before().then(() => void woken.push(`commit ${repository} ${sha}`)),
    repository: (repository) => before().then(() => void woken.push(`repository ${repository}`)),
  };
}

function describeTold(told: Told | undefined): readonly string[] {
  switch (told?.kind) {
    case undefined:
      return [];
    case 'commented':
      return ['commented'];
    case 'labelled':
      return ['labelled', told.label, told.sha, told.account.login];
    case 'pushed':
      return ['pushed', told.sha, told.account.login];
  }
}

export function signedHeaders(body: string | Buffer, event = 'pull_request', secret = webhookSecret) {
  return {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': randomUUID() as string,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
}

export function aPullRequestEvent(number = 1, action = 'reopened') {
  return { action, repository: { full_name: 'acme/shop' }, pull_request: { number }, installation: { id: 1 } };
}
