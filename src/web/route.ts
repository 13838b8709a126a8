import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request that is being answered. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  /** Aborted once the server drains: an answer that would stay open (live pages) ends then. */
  readonly draining: AbortSignal;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** The whole path, or with a slash at its end everything below it; the root is only itself. */
  readonly path: string;
  handle(exchange: Exchange): void | Promise<void>;
}

export type RouteMatch =
  | { readonly kind: 'route'; readonly route: Route }
  | { readonly kind: 'wrongMethod'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

/** Finds the route of a request. HEAD is answered like GET; node:http leaves the body out. */
export function findRoute(routes: readonly Route[], { method = '', url = '' }: IncomingMessage): RouteMatch {
  const path = url.split('?', 1)[0] ?? '';
  const here = routes.filter((route) => isBelow(route.path, path) || path === route.path);
  const route = here.find((one) => one.method === (method === 'HEAD' ? 'GET' : method));
  if (route !== undefined) return { kind: 'route', route };
  if (here.length > 0) return { kind: 'wrongMethod', allowed: here.map((one) => one.method) };
  return { kind: 'none' };
}

function isBelow(folder: string, path: string): boolean {
  return folder !== '/' && folder.endsWith('/') && path.startsWith(folder);
}
