import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import { addresses } from '../../sandbox/cluster/addresses.ts';

const ends: (() => Promise<unknown>)[] = [];

/**
 * Lets pods reach a port of this machine's loopback until the test is over, by the address of the bridge that they are on.
 * Resolves to `HOST:PORT`.
 */
export async function startRelay(loopbackPort: number): Promise<string> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(loopbackPort, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => open.delete(socket));
    }
  });
  server.listen(0, addresses.bridgeAddress);
  await once(server, 'listening');
  ends.push(() => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of open) socket.destroy();
    return closed;
  });
  return `${addresses.bridgeAddress}:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
