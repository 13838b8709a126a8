import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { DeliveryResponse } from '../state/delivery.ts';

/** GitHub gives a listener so long to answer. */
export const deadlineMs = 10_000;

/** Posts one webhook; never rejects, as an answer that did not come is also an outcome. */
export async function deliver(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { signal, timeoutMs = deadlineMs }: { signal: AbortSignal; timeoutMs?: number },
): Promise<DeliveryResponse> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    return await post(url, headers, body, AbortSignal.any([signal, deadline]));
  } catch (error) {
    if (deadline.aborted) return { kind: 'failed', reason: 'timed out' };
    return {
      kind: 'failed',
      reason: `failed to connect to host: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<DeliveryResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<DeliveryResponse>();
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  const outgoing = request(url, { method: 'POST', headers, agent: false, signal }, (incoming) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', reject);
    incoming.on('end', () => {
      const received = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({
        kind: 'answered',
        code: incoming.statusCode ?? 0,
        headers: Object.fromEntries(received) as Record<string, string>,
        body: text,
      });
    });
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}
