import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { createProxyServer } from 'httpxy';
import { listEndpoints, listRules, type ClusterView } from './cluster-view.ts';
import { determineRoute } from './determine-route.ts';

/** Answers below this path are the gateway's own, on any host; Kubernetes names can not begin with a dot, so it hides no service. */
const ownPath = '/.gateway/';

type Target =
  | { readonly kind: 'endpoint'; readonly url: string }
  | { readonly kind: 'none'; readonly status: number; readonly why: string };

/** Creates the HTTP server that passes each request and WebSocket on to a ready pod behind the Ingress for its host and path. */
export function createGateway(view: ClusterView): Server {
  const proxy = createProxyServer({ xfwd: true, proxyTimeout: 0 });
  let turn = 0;
  const pick = (request: IncomingMessage) => pickTarget(view, request, turn++);
  proxy.on('error', (_error, request, response) => {
    if (response instanceof Socket) response.destroy();
    else if (response !== undefined && !response.headersSent) {
      refuse(response, 502, `the pod behind ${request?.headers.host ?? ''} broke the connection`);
    } else response?.destroy();
  });
  const server = createServer((request, response) => {
    if (request.url === `${ownPath}healthz`) {
      response.end('ok\n');
      return;
    }
    const target = pick(request);
    if (target.kind === 'none') refuse(response, target.status, target.why);
    else void proxy.web(request, response, { target: target.url }).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket: Socket, head) => {
    const target = pick(request);
    if (target.kind === 'none') socket.end(`HTTP/1.1 ${target.status} ${target.why}\r\nconnection: close\r\n\r\n`);
    else void proxy.ws(request, socket, { target: target.url }, head).catch(() => socket.destroy());
  });
  return server;
}

function pickTarget(view: ClusterView, request: IncomingMessage, turn: number): Target {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const route = determineRoute(listRules(view), host, path);
  if (route === undefined) return { kind: 'none', status: 404, why: `no Ingress of the cluster is for ${host}${path}` };
  const { namespace, service, port } = route.backend;
  const endpoints = listEndpoints(view, route.backend);
  if (endpoints === undefined) {
    return { kind: 'none', status: 503, why: `there is no Service ${namespace}/${service} with port ${port}` };
  }
  const endpoint = endpoints[turn % endpoints.length];
  if (endpoint === undefined) {
    return { kind: 'none', status: 503, why: `no pod of Service ${namespace}/${service} is ready` };
  }
  return { kind: 'endpoint', url: `http://${endpoint}` };
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
    .end(`${why}\n`);
}
