import { createHmac } from 'node:crypto';

/** What GitHub writes into `X-Hub-Signature-256`: over the bytes as sent. */
export function signBody(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}
