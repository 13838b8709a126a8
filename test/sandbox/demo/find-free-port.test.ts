import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { findFreePort } from '../../../sandbox/demo/find-free-port.ts';

test('a port can be listened on', async () => {
  const server = createServer().listen(await findFreePort(), '127.0.0.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
});

test('no port is named twice, however many were let go of before', async () => {
  const ports: number[] = [];
  for (let count = 0; count < 1_000; count += 1) ports.push(await findFreePort());

  expect(new Set(ports).size).toBe(ports.length);
});
