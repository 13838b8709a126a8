import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineError } from '../../src/engine/engine-error.ts';
import { createPodLogs } from '../../src/kube/create-pod-logs.ts';
import { refuse, startApiServer } from './api-server.ts';

const container = { namespace: 'shop', pod: 'api-1', container: 'web', previous: true, lines: 20 };
const { signal } = new AbortController();
let server: Awaited<ReturnType<typeof startApiServer>>;

beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

test('the last lines are asked for and read as lines', async () => {
  server.answerNext('list', (_, response) => response.end('one\r\ntwo\n\nfour\n'));

  const lines = await createPodLogs(server.client).readLastLines(container, signal);

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

  expect(await createPodLogs(server.client).readLastLines(container, signal)).toEqual([]);
});

test('a line that the limit may have cut is left out, with what may be half a secret', async () => {
  const long = 'x'.repeat(64 * 1024 - 20);
  server.answerNext('list', (_, response) => response.end(`${long}\nTOKEN=half of wha`));

  expect(await createPodLogs(server.client).readLastLines(container, signal)).toEqual([long]);
});

test.each([
  ['an error of the node', 500, 'InternalError'],
  ['a container that has not begun', 400, 'BadRequest'],
])('%s is an error, not the end of it', async (_, code, reason) => {
  server.answerNext('list', (_request, response) => refuse(response, code, reason));

  await expect(createPodLogs(server.client).readLastLines(container, signal)).rejects.toBeInstanceOf(EngineError);
});

test('a node that does not answer is not waited for once the signal says so', async () => {
  const ending = new AbortController();
  server.answerNext('list', () => ending.abort());

  await expect(createPodLogs(server.client).readLastLines(container, ending.signal)).rejects.toMatchObject({
    reason: 'ApiUnavailable',
  });
});
