import type { IncomingHttpHeaders } from 'node:http';
import { refuse, type Refusal } from './refusal.ts';

export interface WebhookHeaders {
  readonly kind: 'headers';
  readonly event: string;
  readonly delivery: string;
  /** Hexadecimal, 64 characters. */
  readonly signature: string;
  /** Unknown when the body is sent in chunks; GitHub always tells. */
  readonly length: number | undefined;
}

/** Says from the headers alone what can not be a webhook of GitHub, so that nothing of its body is read. */
export function parseHeaders(headers: IncomingHttpHeaders, bodyLimitBytes: number): WebhookHeaders | Refusal {
  if (!/^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) return refuse('wrongContentType');
  if (headers['content-encoding'] !== undefined) return refuse('wrongContentType');
  const signature = /^sha256=([0-9a-f]{64})$/.exec(single(headers['x-hub-signature-256']))?.[1];
  if (signature === undefined) return refuse('notSigned');
  const event = single(headers['x-github-event']);
  const delivery = single(headers['x-github-delivery']);
  if (!/^[a-z_]{1,64}$/.test(event) || !/^[\w-]{1,64}$/.test(delivery)) return refuse('badHeaders');
  const announced = headers['content-length'];
  const length = announced === undefined ? undefined : Number(announced);
  if (length !== undefined && length > bodyLimitBytes) return refuse('tooLarge');
  return { kind: 'headers', event, delivery, signature, length };
}

function single(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
