import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPodLogs } from '../../src/kube/create-pod-logs.ts';
import { refuse, startApiServer } from './api-server.ts';

const container = { namespace: 'shop', pod: 'api-1', container: 'web', previous: true, lines: 20 };
let server: Awaited<ReturnType<typeof startApiServer>>;

beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

test('the last lines are asked for and read as lines', async () => {
  server.answerNext('list', (_, response) => response.end('one\r\ntwo\n\nfour\n'));

  const lines = await createPodLogs(server.client).readLastLines(container);

  expect(lines).toEqual(['one', 'two', '', 'four']);
  expect(server.requests[0]?.pathname).toBe('/api/v1/namespaces/shop/pods/api-1/log');
  expect(Object.fromEntries(server.requests[0]!.searchParams)).toMatchObject({ previous: 'true', tailLines: '20' });
});

test.each([
  ['a container that has said nothing', ''],
  ['a pod that is gone', undefined],
])('%s has no lines', async (_, text) => {
  server.answerNext('list', (_request, response) =>
    text === undefined ? refuse(response, 404, 'NotFound') : response.end(text),
  );

  expect(await createPodLogs(server.client).readLastLines(container)).toEqual([]);
});
