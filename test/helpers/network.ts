import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';

/** A way to a server that can fail as networks and servers do, while others reach the server as before. */
export interface Network {
  readonly url: string;
  countConnections(): number;
  /** From here on nothing comes through on any connection, and nobody is told. */
  freeze(): void;
  /** Ends all connections and takes no more, as when the server was killed. */
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  close(): Promise<void>;
}

/** Passes connections on to a server. */
export async function startNetwork(target: URL): Promise<Network> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const pair = [near, connect(Number(target.port), target.hostname)] as const;
    const [, far] = pair;
    near.pipe(far);
    far.pipe(near);
    for (const socket of pair) socket.on('error', () => undefined);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    pairs.add(pair);
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const goDown = async () => {
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    for (const sockets of pairs) for (const socket of sockets) socket.resetAndDestroy();
    pairs.clear();
    await closed;
  };
  const port = await listen(0);
  return {
    url: `https://127.0.0.1:${port}`,
    countConnections: () => pairs.size,
    freeze: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
    },
    goDown,
    comeUp: async () => {
      await listen(port);
    },
    close: goDown,
  };
}

/** The same cluster and account by way of a network. */
export function leadThrough(network: Network, config: KubeConfig): KubeConfig {
  const led = new KubeConfig();
  led.loadFromClusterAndUser({ ...config.getCurrentCluster()!, server: network.url }, config.getCurrentUser()!);
  return led;
}
