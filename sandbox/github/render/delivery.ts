import type { Delivery } from '../state/delivery.ts';
import { timeOf } from './links.ts';

export function renderListedDelivery(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: timeOf(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: Math.round(delivery.durationMs / 10) / 100,
    ...describeOutcome(delivery),
    event: delivery.event,
    action: delivery.action ?? null,
    installation_id: delivery.installationId ?? null,
    repository_id: delivery.repositoryId ?? null,
    throttled_at: null,
  };
}

export function renderDelivery(delivery: Delivery, url: string) {
  const { request, response } = delivery;
  const answered = response.kind === 'answered';
  return {
    ...renderListedDelivery(delivery),
    url,
    request: { headers: request.headers, payload: JSON.parse(request.body) as Record<string, unknown> },
    response: { headers: answered ? response.headers : null, payload: answered ? response.body : null },
  };
}

function describeOutcome({ response }: Delivery): { status: string; status_code: number } {
  if (response.kind === 'failed') return { status: response.reason, status_code: 0 };
  const ok = response.code >= 200 && response.code < 300;
  return { status: ok ? 'OK' : `Invalid HTTP Response: ${response.code}`, status_code: response.code };
}
