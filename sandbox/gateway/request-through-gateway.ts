import { request } from 'node:http';

interface GatewayAnswer {
  readonly status: number;
  readonly body: string;
}

/** Asks the gateway for a host's page. By hand because `fetch` forbids setting the Host header, and Node does not resolve *.localhost. */
export function requestThroughGateway(
  gatewayUrl: string,
  host: string,
  path = '/',
  method = 'GET',
): Promise<GatewayAnswer> {
  return new Promise((resolve, reject) => {
    const pending = request(
      new URL(path, gatewayUrl),
      { method, headers: { host }, agent: false, timeout: 10_000 },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    pending.once('timeout', () => pending.destroy(new Error(`requesting ${host}${path}: timed out`)));
    pending.once('error', reject);
    pending.end();
  });
}
