import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Route } from './route.ts';
import type { Refusal } from './webhook/refusal.ts';

export interface WebhookMetrics {
  refused(refusal: Refusal): void;
  /** `event` is only trusted after the signature was found right. */
  handled(webhook: { readonly event: string; readonly outcome: 'taken' | 'failed'; readonly durationMs: number }): void;
}

/** The registry of the process, with its own measures; whoever counts something registers it here. */
export function createRegistry(): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: 'berth_' });
  return register;
}

export function createWebhookMetrics(register: Registry): WebhookMetrics {
  const refused = new Counter({
    name: 'berth_webhooks_refused_total',
    help: 'Webhooks that were not let in, by reason.',
    labelNames: ['reason'],
    registers: [register],
  });
  const handled = new Histogram({
    name: 'berth_webhook_duration_seconds',
    help: 'Time from the first byte of a signed webhook to its answer. GitHub waits 10 seconds.',
    labelNames: ['event', 'outcome'],
    buckets: [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10],
    registers: [register],
  });
  return {
    refused: ({ reason }) => refused.inc({ reason }),
    handled: ({ event, outcome, durationMs }) => handled.observe({ event, outcome }, durationMs / 1_000),
  };
}

export function createMetricsRoute(register: Registry): Route {
  return {
    method: 'GET',
    path: '/metrics',
    async handle({ response }) {
      const body = await register.metrics();
      response.writeHead(200, { 'content-type': register.contentType }).end(body);
    },
  };
}
