import { CoreV1Api } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKubeClient } from '../../src/kube/create-kube-client.ts';
import { toEngineError } from '../../src/kube/errors.ts';
import { readText } from '../../src/kube/read-text.ts';
import { refuse, startApiServer } from './api-server.ts';

let server: Awaited<ReturnType<typeof startApiServer>>;

beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

test('requests that follow each other share connections', async () => {
  for (let i = 0; i < 5; i += 1) await readText(server.client, '/api/v1/things');
  for (let i = 0; i < 5; i += 1) await server.client.api(CoreV1Api).listNamespace();

  expect(server.requests).toHaveLength(10);
  expect(server.countConnections()).toBeLessThan(4);
});

test('each request is told with its method before it is sent, whoever sends it', async () => {
  const told: string[] = [];
  const client = createKubeClient(server.config, { onRequest: (method) => told.push(method) });

  await readText(client, '/api/v1/things');
  await client.api(CoreV1Api).listNamespace();
  await client.close();

  expect(told).toEqual(['GET', 'GET']);
});

test('a connection on which nothing was heard is not used again', async () => {
  server.answerNext('list', () => undefined);
  const silence = new AbortController();
  const hanging = server.client.open('/api/v1/things', { signal: silence.signal });
  setTimeout(() => silence.abort(new DOMException('nothing was heard', 'TimeoutError')), 50);

  await expect(hanging).rejects.toThrow('nothing was heard');
  await readText(server.client, '/api/v1/things');

  expect(server.countConnections()).toBe(2);
});

describe('what the API server refuses', () => {
  test.each([
    [401, 'Unauthorized', 'ApiUnavailable'],
    [403, 'Forbidden', 'InternalError'],
    [409, 'Conflict', 'ApiUnavailable'],
    [422, 'Invalid', 'InternalError'],
    [429, 'TooManyRequests', 'ApiUnavailable'],
    [500, 'InternalError', 'ApiUnavailable'],
    [503, 'ServiceUnavailable', 'ApiUnavailable'],
  ])('%i %s is %s', async (code, reason, expected) => {
    server.answerNext('list', (_, response) => refuse(response, code, reason));

    const error = toEngineError(
      'listing things',
      await readText(server.client, '/x').catch((thrown: unknown) => thrown),
    );

    expect(error).toMatchObject({ reason: expected, message: `listing things: ${expected}`, detail: reason });
  });
});

test('a server that is not there is one that may come back', async () => {
  await server.close();
  const read = readText(server.client, '/x').catch((thrown: unknown) => thrown);
  const typed = server.client
    .api(CoreV1Api)
    .listNamespace()
    .catch((thrown: unknown) => thrown);

  expect(toEngineError('reading', await read).reason).toBe('ApiUnavailable');
  expect(toEngineError('reading', await typed).reason).toBe('ApiUnavailable');
  server = await startApiServer();
});

test('a mistake of ours is not taken for a server that does not answer', () => {
  const mistake = new TypeError("Cannot read properties of undefined (reading 'x')");

  expect(toEngineError('reading', mistake).reason).toBe('InternalError');
});
