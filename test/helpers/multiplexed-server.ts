import { once } from 'node:events';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { execa } from 'execa';
import { leadThrough, startNetwork, type Network } from './network.ts';

/** A server over TLS that takes many requests on one connection, as an API server does, behind a network that can fail. */
export interface MultiplexedServer {
  readonly network: Network;
  /** Leads to it through the network. */
  readonly config: KubeConfig;
  countOpenConnections(): number;
  close(): Promise<void>;
}

type Answer = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

export async function startMultiplexedServer(answer: Answer): Promise<MultiplexedServer> {
  const certificate = await createCertificate();
  const server = createSecureServer({ key: certificate, cert: certificate }, answer);
  let open = 0;
  server.on('session', (session) => {
    open += 1;
    session.on('error', () => undefined);
    session.on('close', () => (open -= 1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const network = await startNetwork(new URL(url));
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ name: 'stub', server: url, skipTLSVerify: true }, { name: 'nobody' });
  return {
    network,
    config: leadThrough(network, config),
    countOpenConnections: () => open,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await network.close();
      await closed;
    },
  };
}

/** With its key, in one text. */
async function createCertificate(): Promise<string> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', '-'];
  const { stdout } = await execa('openssl', ['req', '-x509', '-days', '1', ...key, '-out', '-', '-subj', '/CN=stub']);
  return stdout;
}
