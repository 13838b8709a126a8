import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * A port of loopback that was free a moment ago, for what has to know its own beforehand. Never the same one twice: the system
 * gives one anew as soon as it is let go of, and several programs may be about to start.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    if (givenPorts.has(port)) continue;
    givenPorts.add(port);
    return port;
  }
}

const givenPorts = new Set<number>();
