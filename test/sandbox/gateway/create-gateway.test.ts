import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { V1EndpointSlice, V1Ingress, V1Service } from '@kubernetes/client-node';
import { afterEach, describe, expect, test } from 'vitest';
import type { ClusterView } from '../../../sandbox/gateway/cluster-view.ts';
import { createGateway } from '../../../sandbox/gateway/create-gateway.ts';
import { requestThroughGateway } from '../../../sandbox/gateway/request-through-gateway.ts';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('createGateway', () => {
  test('passes a request on to a ready pod with the host it was sent to', async () => {
    const pod = await listen(
      createServer((request, response) => response.end(`${request.headers.host} ${request.url}`)),
    );
    const gateway = await startGateway(aView([{ port: pod, isReady: true }]));

    await expect(requestThroughGateway(gateway, 'shop.localhost', '/a?b=c')).resolves.toEqual({
      status: 200,
      body: 'shop.localhost /a?b=c',
    });
  });

  test('asks no pod that is not ready', async () => {
    const pod = await listen(createServer((_, response) => response.end('never')));
    const gateway = await startGateway(aView([{ port: pod, isReady: false }]));

    await expect(requestThroughGateway(gateway, 'shop.localhost')).resolves.toEqual({
      status: 503,
      body: 'no pod of Service demo/shop is ready\n',
    });
  });

  test('says so when the pod breaks the connection', async () => {
    const pod = await listen(createServer((request) => request.socket.destroy()));
    const gateway = await startGateway(aView([{ port: pod, isReady: true }]));

    const answer = await requestThroughGateway(gateway, 'shop.localhost');

    expect(answer).toEqual({ status: 502, body: 'the pod behind shop.localhost broke the connection\n' });
  });

  test('says so when the Ingress names a Service that is not there', async () => {
    const gateway = await startGateway({ ...aView([]), listServices: () => [] });

    const answer = await requestThroughGateway(gateway, 'shop.localhost');

    expect(answer).toEqual({ status: 503, body: 'there is no Service demo/shop with port http\n' });
  });

  test('leaves Ingresses of another class to their controller', async () => {
    const gateway = await startGateway(aView([], { ingressClassName: 'other' }));

    expect((await requestThroughGateway(gateway, 'shop.localhost')).status).toBe(404);
  });
});

interface Pod {
  readonly port: number;
  readonly isReady: boolean;
}

function aView(pods: readonly Pod[], { ingressClassName = 'gateway' } = {}): ClusterView {
  const service = { name: 'shop', port: { name: 'http' } };
  const ingress: V1Ingress = {
    metadata: { namespace: 'demo', name: 'shop' },
    spec: {
      ingressClassName,
      rules: [{ host: 'shop.localhost', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service } }] } }],
    },
  };
  const services: V1Service[] = [
    { metadata: { namespace: 'demo', name: 'shop' }, spec: { ports: [{ name: 'http', port: 80 }] } },
  ];
  const slices = pods.map(({ port, isReady }): V1EndpointSlice => ({
    metadata: { namespace: 'demo', name: `shop-${port}`, labels: { 'kubernetes.io/service-name': 'shop' } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port }],
    endpoints: [{ addresses: ['127.0.0.1'], conditions: { ready: isReady } }],
  }));
  return { listIngresses: () => [ingress], listServices: () => services, listEndpointSlices: () => slices };
}

async function startGateway(view: ClusterView): Promise<string> {
  return `http://127.0.0.1:${await listen(createGateway(view))}`;
}

async function listen(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
