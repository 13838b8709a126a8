import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../logger.ts';
import { answer, setSecurityHeaders } from './answer.ts';
import { findRoute, type Exchange, type Route } from './route.ts';

export interface WebServer {
  /** Resolves with the address once connections are accepted. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /** Accepts nothing more, lets what is under way end, and after the time given breaks it off. */
  drain(timeoutMs: number): Promise<'drained' | 'brokenOff'>;
}

interface WebServerOptions {
  readonly routes: readonly Route[];
  readonly log: Logger;
}

const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // Above the deadline of a webhook's body, which answers by itself; this one is for the other routes.
  requestTimeout: 20_000,
  // Longer than the idle time of usual proxies, so that they close first and never meet a closing connection.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
} as const;
const mostConnections = 1_024;
/** How long the sender of a refused body has to read the answer: a connection that is cut with bytes unread takes the answer along. */
const lingerMs = 1_000;
/** So little is read to its end, so that the connection can be used again. */
const smallBodyBytes = 64 * 1024;

export function createWebServer({ routes, log }: WebServerOptions): WebServer {
  const draining = new AbortController();
  const open = new Set<ServerResponse>();
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const exchange = { request, response, requestId: determineRequestId(request), draining: draining.signal };
    open.add(response);
    response.once('close', () => open.delete(response));
    void serveRequest(routes, exchange, log);
  };
  const server = createServer(limits, serve);
  // Without a listener Node would invite every announced body; here one is refused before it is sent.
  server.on('checkContinue', serve);
  server.maxConnections = mostConnections;
  return {
    async listen({ host, port }) {
      server.listen(port, host);
      await once(server, 'listening');
      const { address, family, port: bound } = server.address() as AddressInfo;
      return `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`;
    },
    drain(timeoutMs) {
      draining.abort();
      // Otherwise a connection that is kept alive after its last answer would hold the drain up.
      for (const response of open) if (!response.headersSent) response.setHeader('connection', 'close');
      return drainServer(server, timeoutMs);
    },
  };
}

async function serveRequest(routes: readonly Route[], exchange: Exchange, log: Logger): Promise<void> {
  const { request, response, requestId } = exchange;
  setSecurityHeaders(response);
  response.setHeader('x-request-id', requestId);
  if (exchange.draining.aborted) response.setHeader('connection', 'close');
  request.read(0); // or Node would read an unread body to its end once the answer is sent
  response.once('finish', () => dropUnreadBody(request));
  const match = findRoute(routes, request);
  try {
    if (match.kind === 'route') await match.route.handle(exchange);
    else if (match.kind === 'none') answer(response, 404, 'not found');
    else {
      response.setHeader('allow', match.allowed.join(', '));
      answer(response, 405, 'method not allowed');
    }
  } catch (error) {
    log.error({ requestId, err: error }, 'answering a request');
    answer(response, 500, 'internal error');
  }
}

/** The id that a proxy in front gave, if it looks like one, so that its log and ours can be read together. */
function determineRequestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

/** Leaves the rest of a large refused body with its sender: nothing of it is read, and after a moment the connection is cut. */
function dropUnreadBody(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const { socket } = request;
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  const clear = () => {
    clearTimeout(timer);
    socket.off('close', clear);
  };
  socket.once('close', clear);
  if (
    Number(request.headers['content-length']) > smallBodyBytes ||
    request.headers['transfer-encoding'] !== undefined
  ) {
    request.pause();
  } else request.once('end', clear).resume();
}

async function drainServer(server: Server, timeoutMs: number): Promise<'drained' | 'brokenOff'> {
  if (!server.listening) return 'drained';
  let outcome: 'drained' | 'brokenOff' = 'drained';
  const closed = once(server, 'close');
  const timer = setTimeout(() => {
    outcome = 'brokenOff';
    server.closeAllConnections();
  }, timeoutMs);
  server.close();
  server.closeIdleConnections();
  await closed;
  clearTimeout(timer);
  return outcome;
}
