import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Prober } from '../engine/ports/prober.ts';

interface ProberOptions {
  /** Where to connect to in place of where DNS says a preview is, as `host` or `host:port`. */
  readonly ingressAddress?: string | undefined;
  readonly timeoutMs?: number;
}

/** Asks addresses of previews as a browser would, and does not follow where an answer leads. */
export function createProber({ ingressAddress, timeoutMs = 5_000 }: ProberOptions = {}): Prober {
  return {
    answers: (url, signal) =>
      new Promise((resolve) => {
        const address = new URL(url);
        const send = address.protocol === 'https:' ? requestHttps : requestHttp;
        const options = {
          ...determineConnection(address, ingressAddress),
          method: 'GET',
          path: `${address.pathname}${address.search}`,
          headers: { host: address.host, 'user-agent': 'berth', accept: '*/*' },
          // The name that the certificate has to be for, wherever the connection goes.
          servername: address.hostname,
          agent: false,
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        };
        const request = send(options, (response) => {
          response.destroy();
          resolve((response.statusCode ?? 500) < 400);
        });
        request.once('error', () => resolve(false));
        request.end();
      }),
  };
}

function determineConnection({ hostname, port, protocol }: URL, ingressAddress: string | undefined) {
  const own = { hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
  if (ingressAddress === undefined) return own;
  const other = new URL(`tcp://${ingressAddress}`);
  return { hostname: other.hostname, port: other.port === '' ? own.port : Number(other.port) };
}
