import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach } from 'vitest';

export interface WebhookDoor {
  readonly url: string;
  /** Takes turns among these from here on. */
  lead(targets: readonly string[]): void;
}

const ends: (() => Promise<unknown>)[] = [];

/** One address for several berths, as a Service is: each webhook goes to one of those that answer. Closed when the test ends. */
export async function openWebhookDoor(): Promise<WebhookDoor> {
  let targets: readonly string[] = [];
  let turn = 0;
  const server = createServer((request, response) => {
    turn += 1;
    const target = targets[turn % targets.length];
    void pass(request, target).then((status) => response.writeHead(status).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/github/webhooks`,
    lead: (to) => {
      targets = to;
    },
  };
}

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function pass(request: IncomingMessage, target: string | undefined): Promise<number> {
  const body = await buffer(request);
  const names = ['content-type', 'x-github-event', 'x-github-delivery', 'x-hub-signature-256'];
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name])]));
  const sent = fetch(`${target ?? ''}${request.url ?? ''}`, {
    method: 'POST',
    body,
    headers: { ...headers, connection: 'close' },
    signal: AbortSignal.timeout(5_000),
  });
  return await sent.then(
    ({ status }) => status,
    () => 502,
  );
}
