import { CoreV1Api } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createKubeClient, type KubeClient } from '../../src/kube/create-kube-client.ts';
import { createLeases } from '../../src/kube/leases/create-leases.ts';
import { readText } from '../../src/kube/read-text.ts';
import { createLogger } from '../../src/logger.ts';
import { startMultiplexedServer, type MultiplexedServer } from '../helpers/multiplexed-server.ts';

const soon = { timeout: 10_000, interval: 20 };
const briefMs = 200;
let server: MultiplexedServer;
let client: KubeClient;
/** What waits for an answer under `/held`. */
let held: (() => void)[];
/** Only the first half of an answer is sent. */
let isCutOff: boolean;

beforeEach(async () => {
  held = [];
  isCutOff = false;
  server = await startMultiplexedServer((request, response) => {
    const body = JSON.stringify({ metadata: { resourceVersion: '1' }, items: [] });
    const answer = () => response.end(body);
    response.setHeader('Content-Type', 'application/json');
    if (request.url.includes('watch=true')) response.writeHead(200).write('');
    else if (request.url.includes('/held')) held.push(answer);
    else if (isCutOff) response.write(body.slice(0, 10));
    else answer();
  });
  client = createKubeClient(server.config, { requestTimeoutMs: briefMs });
  await readText(client, '/warm');
});
afterEach(async () => {
  await client.close();
  await server.close();
});

describe('on a connection that died without a word', () => {
  test('a lease is renewed over another one as soon as one renewal was in vain', async () => {
    const leases = createLeases({ client, namespace: 'berth', log: createLogger({ level: 'silent', secrets: [] }) });
    await leases.whenSynced(AbortSignal.timeout(10_000));
    server.network.freeze();

    await expect(leases.renew('me', briefMs)).rejects.toMatchObject({ reason: 'ApiUnavailable' });
    await leases.renew('me', 10_000);

    expect(server.network.countConnections()).toBe(2);
    await leases.stop();
  });

  test.each([
    { when: 'before any of its answer came', cut: false },
    { when: 'amid its answer', cut: true },
  ])('what is asked after a request that died $when goes over another one', async ({ cut }) => {
    isCutOff = cut;
    if (!cut) server.network.freeze();
    await expect(client.api(CoreV1Api).listNamespace()).rejects.toThrow('timeout');
    isCutOff = false;

    await readText(client, '/after');

    expect(server.network.countConnections()).toBe(2);
  });
});

describe('on a connection that works', () => {
  test('however many requests are slow, there is one new one, and what is under way on the old one is answered', async () => {
    const late = new AbortController();
    const [patient, slowest] = [readText(client, '/held'), client.open('/held', { signal: late.signal })];
    const slow = Array.from({ length: 5 }, () => client.api(CoreV1Api).listNamespacedPod({ namespace: 'held' }));
    const outcomes = await Promise.allSettled(slow);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));

    await readText(client, '/after');
    late.abort(new DOMException('late', 'TimeoutError'));
    await expect(slowest).rejects.toThrow('late');
    await readText(client, '/after');

    expect(server.network.countConnections()).toBe(2);
    for (const answer of held) answer();
    expect(await patient).toContain('items');
    await vi.waitFor(() => expect(server.countOpenConnections()).toBe(1), soon);
  });

  test('a request that its caller gives up is no reason for a new one', async () => {
    const caller = new AbortController();
    const given = readText(client, '/held', {}, caller.signal);
    await vi.waitFor(() => expect(held).toHaveLength(1), soon);
    caller.abort();
    await expect(given).rejects.toThrow();

    await readText(client, '/after');

    expect(server.network.countConnections()).toBe(1);
  });
});
