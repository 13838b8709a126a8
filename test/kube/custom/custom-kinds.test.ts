import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CustomKinds } from '../../../src/kube/custom/custom-kinds.ts';
import { createLogger } from '../../../src/logger.ts';
import { startApiServer } from '../api-server.ts';

type Server = Awaited<ReturnType<typeof startApiServer>>;

const log = createLogger({ level: 'silent', secrets: [] });
const kind = { group: 'example.com', version: 'v1', kind: 'Widget' };
const never = new AbortController().signal;
const soon = { timeout: 5_000, interval: 5 };
let server: Server;
let kinds: CustomKinds;
let woken: string[];

beforeEach(async () => {
  server = await startApiServer();
  woken = [];
  server.answerAlways('/apis/example.com/v1', { resources: [{ name: 'widgets', kind: 'Widget', namespaced: true }] });
  const schema = { 'x-kubernetes-group-version-kind': [kind] };
  server.answerAlways('/openapi/v3/apis/example.com/v1', { components: { schemas: { w: schema } } });
  kinds = new CustomKinds({
    client: server.client,
    log,
    onObject: () => undefined,
    onState: (namespace) => woken.push(namespace),
  });
});
afterEach(async () => {
  await kinds.stop();
  await server.close();
});

const waitForWatches = (count: number) => vi.waitFor(() => expect(server.countWatches()).toBe(count), soon);

test('a kind is watched once, however many namespaces have it, and they are all told what becomes of it', async () => {
  kinds.use('shop', [kind]);
  kinds.use('port', [kind]);
  kinds.use('port', [kind]);

  await Promise.all([kinds.whenKnown('shop', never), kinds.whenKnown('port', never)]);

  expect(kinds.find(kind)).toMatchObject({ kind: 'open', plural: 'widgets' });
  await waitForWatches(1);
  expect(server.countRequests('watch')).toBe(1);
  expect(woken).toEqual(['shop', 'port']);
});

test('it is watched no more once no namespace has it, and again when one has it anew', async () => {
  kinds.use('shop', [kind]);
  kinds.use('port', [kind]);
  await waitForWatches(1);

  kinds.use('shop', []);
  expect(kinds.find(kind).kind).toBe('open');
  kinds.forget('port');

  await waitForWatches(0);
  expect(kinds.find(kind)).toEqual({ kind: 'opening' });
  kinds.use('port', [kind]);
  await waitForWatches(1);
});

test('it is watched for as long as objects of it are there, though no release has it any more', async () => {
  server.set('one', { metadata: { uid: 'u' } });
  kinds.use('shop', [kind]);
  await kinds.whenKnown('shop', never);
  await waitForWatches(1);

  kinds.use('shop', []);
  expect(kinds.list('shop').map(({ metadata }) => metadata.name)).toEqual(['one']);
  server.remove('one');
  await vi.waitFor(() => expect(kinds.list('shop')).toEqual([]), soon);
  kinds.use('shop', []);

  await waitForWatches(0);
});

test('no more kinds are watched of a namespace than one could need', async () => {
  const many = Array.from({ length: 200 }, (_, index) => ({ ...kind, kind: `Kind${index}` }));

  kinds.use('shop', many);
  await kinds.whenKnown('shop', never);

  expect(many.filter((one) => kinds.find(one).kind === 'unknown')).toHaveLength(50);
});

test('what was made without the label is forgotten with its namespace, though others still have the kind', async () => {
  kinds.use('shop', [kind]);
  kinds.use('port', [kind]);
  await kinds.whenKnown('shop', never);
  const unstamped = () => {
    const state = kinds.find(kind);
    return state.kind === 'open' ? state.unstamped : new Set<string>();
  };
  for (const name of ['shop/one', 'shop/two', 'port/one']) unstamped().add(name);

  kinds.forget('shop');

  expect([...unstamped()]).toEqual(['port/one']);
});
