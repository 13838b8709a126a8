import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../logger.ts';
import { answer } from '../answer.ts';
import type { WebhookMetrics } from '../metrics.ts';
import type { Exchange, Route } from '../route.ts';
import { createBodyReader, type Body } from './create-body-reader.ts';
import { isSigned } from './is-signed.ts';
import { parseHeaders, type WebhookHeaders } from './parse-headers.ts';
import { refuse, type Refusal } from './refusal.ts';

/** A webhook whose bytes GitHub signed. The name of the event is not signed: it is a hint. */
export interface Webhook {
  readonly kind: 'webhook';
  readonly delivery: string;
  readonly event: string;
  readonly bytes: number;
  readonly payload: object;
}

export interface WebhookRouteOptions {
  readonly secrets: readonly string[];
  readonly bodyLimitBytes: number;
  /** Notes the webhook and returns; a rejection tells GitHub that it was not taken. */
  readonly receive: (webhook: Webhook) => Promise<void>;
  readonly metrics: WebhookMetrics;
  readonly log: Logger;
  readonly bodyTimeoutMs?: number;
  readonly noteTimeoutMs?: number;
}

export const webhookPath = '/api/github/webhooks'; // Probot's default, in the settings of many Apps
const mostBodies = 256;
const roomForBodies = 4; // of full size; an honest webhook is a hundredth of that
const defaultBodyTimeoutMs = 10_000;
/** GitHub gives up after 10 s and counts a failure; an answer of ours says that it was one, and leaves nothing open. */
const defaultNoteTimeoutMs = 8_000;

/** The front door: nothing is parsed, logged or kept of a body before its signature over the raw bytes was found right. */
export function createWebhookRoute(options: WebhookRouteOptions): Route {
  const readBody = createBodyReader({
    bodyBytes: options.bodyLimitBytes,
    totalBytes: roomForBodies * options.bodyLimitBytes,
    bodies: mostBodies,
    timeoutMs: options.bodyTimeoutMs ?? defaultBodyTimeoutMs,
  });
  return {
    method: 'POST',
    path: webhookPath,
    async handle(exchange) {
      const startedAt = performance.now();
      const webhook = await letIn(exchange, options, readBody);
      if (webhook.kind === 'refused') turnAway(exchange, webhook, options);
      else await pass(exchange, webhook, options, startedAt);
    },
  };
}

async function letIn(
  { request, response }: Exchange,
  { bodyLimitBytes, secrets }: WebhookRouteOptions,
  readBody: (request: Exchange['request']) => Promise<Body>,
): Promise<Webhook | Refusal> {
  const headers = parseHeaders(request.headers, bodyLimitBytes);
  if (headers.kind === 'refused') return headers;
  if (request.headers.expect !== undefined) response.writeContinue();
  const body = await readBody(request);
  if (body.kind === 'refused') return body;
  if (!isSigned(body.bytes, headers.signature, secrets)) return refuse('wrongSignature');
  return parseWebhook(headers, body.bytes);
}

function parseWebhook({ event, delivery }: WebhookHeaders, bytes: Buffer): Webhook | Refusal {
  try {
    const payload: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return refuse('notJson');
    return { kind: 'webhook', event, delivery, bytes: bytes.length, payload };
  } catch {
    return refuse('notJson');
  }
}

function turnAway({ request, response, requestId }: Exchange, refusal: Refusal, options: WebhookRouteOptions): void {
  const { log, metrics } = options;
  const { reason, status, text } = refusal;
  metrics.refused(refusal);
  const fields = { requestId, reason, status, bytes: Number(request.headers['content-length'] ?? 0) };
  if (reason === 'wrongSignature') log.warn(fields, 'refusing a webhook: is WEBHOOK_SECRET that of the App?');
  else log.debug(fields, 'refusing a webhook');
  if (status === 503) response.setHeader('retry-after', '5');
  answer(response, status, text);
}

async function pass(
  { response, requestId }: Exchange,
  webhook: Webhook,
  { receive, metrics, log, noteTimeoutMs = defaultNoteTimeoutMs }: WebhookRouteOptions,
  startedAt: number,
): Promise<void> {
  const { delivery, event, bytes } = webhook;
  const deadline = new AbortController();
  const late = sleep(noteTimeoutMs, new Error('too late'), { signal: deadline.signal }).catch(() => undefined);
  const received = receive(webhook).then(
    () => undefined,
    (error: unknown) => error ?? new Error('rejected with nothing'),
  );
  const error: unknown = await Promise.race([received, late]);
  deadline.abort();
  const durationMs = Math.round(performance.now() - startedAt);
  const outcome = error === undefined ? 'taken' : 'failed';
  metrics.handled({ event, outcome, durationMs });
  const fields = { requestId, delivery, event, bytes, durationMs };
  if (error === undefined) log.debug(fields, 'took a webhook');
  else log.error({ ...fields, err: error }, 'noting a webhook');
  if (error === undefined) answer(response, 202, 'taken');
  else answer(response, 503, 'the webhook could not be noted');
}
