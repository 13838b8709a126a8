import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { createKubeClient } from '../../src/kube/create-kube-client.ts';
import type { RawObject } from '../../src/kube/raw-object.ts';

interface Change {
  readonly type: string;
  readonly object: RawObject;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server with one list of objects in the manner of the Kubernetes API, that misbehaves when told to. */
export async function startApiServer() {
  const objects = new Map<string, RawObject>();
  const history: Change[] = [];
  const watches = new Set<ServerResponse>();
  const requests: URL[] = [];
  const fixed = new Map<string, Answer>();
  const odd: { readonly kind: 'list' | 'watch'; readonly answer: Answer }[] = [];
  let version = 100;
  let oldest = 0;

  const tell = (change: Change) => {
    history.push(change);
    for (const watch of watches) watch.write(`${JSON.stringify(change)}\n`);
  };
  const answerWatch = (url: URL, response: ServerResponse) => {
    const from = Number(url.searchParams.get('resourceVersion'));
    if (from < oldest) {
      refuse(response, 410, 'Expired');
      return;
    }
    response.writeHead(200).flushHeaders();
    for (const change of history) {
      if (Number(change.object.metadata.resourceVersion) > from) response.write(`${JSON.stringify(change)}\n`);
    }
    watches.add(response);
    response.on('close', () => watches.delete(response));
  };
  const answerList = (url: URL, response: ServerResponse) => {
    const start = Number(url.searchParams.get('continue') ?? '0');
    const end = start + Number(url.searchParams.get('limit'));
    const all = [...objects.values()];
    const metadata = { resourceVersion: String(version), ...(end < all.length && { continue: String(end) }) };
    response.end(JSON.stringify({ kind: 'List', metadata, items: all.slice(start, end) }));
  };
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    const url = new URL(request.url ?? '/', 'http://server');
    const kind = url.searchParams.has('watch') ? 'watch' : 'list';
    requests.push(url);
    const next = odd.findIndex((one) => one.kind === kind);
    const always = fixed.get(url.pathname);
    if (always !== undefined) always(request, response);
    else if (next !== -1) odd.splice(next, 1)[0]?.answer(request, response);
    else if (kind === 'watch') answerWatch(url, response);
    else answerList(url, response);
  });
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const config = new KubeConfig();
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  config.loadFromClusterAndUser({ name: 'stub', server: url, skipTLSVerify: true }, { name: 'nobody' });
  const client = createKubeClient(config);

  return {
    client,
    config,
    requests,
    /** Writes an object; those who watch are told. */
    set: (
      name: string,
      more: Partial<Omit<RawObject, 'metadata'>> & { readonly metadata?: object } = {},
    ): RawObject => {
      version += 1;
      const type = objects.has(name) ? 'MODIFIED' : 'ADDED';
      const metadata = { ...more.metadata, namespace: 'shop', name, resourceVersion: String(version) };
      const object = { ...more, metadata };
      objects.set(name, object);
      tell({ type, object });
      return object;
    },
    remove: (name: string): void => {
      version += 1;
      const object = objects.get(name);
      objects.delete(name);
      if (object === undefined) return;
      tell({ type: 'DELETED', object: { metadata: { ...object.metadata, resourceVersion: String(version) } } });
    },
    /** Writes and deletes without telling those who watch, as if they had been cut off. */
    unseen: (change: () => void): void => {
      const seen = [...watches];
      watches.clear();
      change();
      for (const watch of seen) if (!watch.writableEnded) watches.add(watch);
    },
    bookmark: (): void => {
      version += 1;
      for (const watch of watches) {
        watch.write(
          `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: String(version) } } })}\n`,
        );
      }
    },
    send: (text: string): void => {
      for (const watch of watches) watch.write(text);
    },
    /** All that happened so far can be watched no more. */
    forgetHistory: (): void => {
      version += 1;
      oldest = version;
    },
    restoreBackup: (to: number): void => {
      version = to;
      oldest = 0;
      history.length = 0;
      objects.clear();
    },
    dropConnections: (): void => server.closeAllConnections(),
    /** Ends all connections and takes no more, as when it was killed. */
    goDown: async (): Promise<void> => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    comeUp: async (): Promise<void> => {
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    },
    endWatches: (): void => {
      for (const watch of watches) watch.end();
      watches.clear();
    },
    /** Answers the next request of the kind in another way. */
    answerNext: (kind: 'list' | 'watch', answer: Answer): void => {
      odd.push({ kind, answer });
    },
    /** Answers every request for a path in this way; `undefined` in the usual way. */
    answerAlways: (path: string, answer: object | Answer | undefined): void => {
      if (answer === undefined) fixed.delete(path);
      else {
        fixed.set(
          path,
          typeof answer === 'function' ? (answer as Answer) : (_, response) => response.end(JSON.stringify(answer)),
        );
      }
    },
    countConnections: (): number => connections,
    countWatches: (): number => watches.size,
    countRequests: (kind: 'list' | 'watch'): number =>
      requests.filter(({ searchParams }) => searchParams.has('watch') === (kind === 'watch')).length,
    close: async (): Promise<void> => {
      await client.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function refuse(response: ServerResponse, code: number, reason: string): void {
  response.writeHead(code).end(JSON.stringify({ kind: 'Status', code, reason, message: reason }));
}
