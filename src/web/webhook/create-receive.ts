import type { Probot } from 'probot';
import type { Webhook } from './create-webhook-route.ts';

/**
 * Hands a webhook to the handlers of Probot. Not by its middleware, which reads and verifies the body once more (twenty times
 * the time) and answers 202 after 9 s whatever comes of it; nor by `probot.receive`, which logs the whole payload.
 */
export function createReceive(probot: Probot): (webhook: Webhook) => Promise<void> {
  return async ({ delivery, event, payload }) => {
    await probot.webhooks.receive({ id: delivery, name: event, payload } as Parameters<
      Probot['webhooks']['receive']
    >[0]);
  };
}
