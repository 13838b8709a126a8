import type { Environment } from '../../../src/environment/environment.ts';
import { createLogger } from '../../../src/logger.ts';
import { createWebServer, type WebServer } from '../../../src/web/create-web-server.ts';
import { createPageRoutes } from '../../../src/web/page-routes.ts';

export interface PageServer {
  readonly url: string;
  readonly server: WebServer;
  put(environment: Environment): void;
  remove(name: string): void;
  /** How many follow changes. */
  countListeners(): number;
}

/** The pages on a server of their own, over environments that a test changes as the cluster would. */
export async function openPageServer(
  environments: readonly Environment[],
  { port = 0 }: { readonly port?: number } = {},
): Promise<PageServer> {
  const known = new Map(environments.map((one) => [one.name, one]));
  const listeners = new Set<(name: string) => void>();
  const tell = (name: string) => {
    for (const listener of listeners) listener(name);
  };
  const routes = createPageRoutes({
    publicUrl: 'https://berth.example.com',
    environments: {
      list: () => [...known.values()],
      get: (name) => known.get(name),
      onChange(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  });
  const server = createWebServer({ routes, log: createLogger({ level: 'silent', secrets: [] }) });
  const url = await server.listen({ host: '127.0.0.1', port });
  return {
    url,
    server,
    put(environment) {
      known.set(environment.name, environment);
      tell(environment.name);
    },
    remove(name) {
      known.delete(name);
      tell(name);
    },
    countListeners: () => listeners.size,
  };
}
