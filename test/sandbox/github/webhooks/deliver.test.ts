import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { deadlineMs, deliver } from '../../../../sandbox/github/webhooks/deliver.ts';

it('gives up on a listener that does not answer, after as long as GitHub does', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;

  const response = await deliver(`http://127.0.0.1:${port}/`, {}, '{}', {
    signal: new AbortController().signal,
    timeoutMs: 50,
  });

  silent.close();
  silent.closeAllConnections();
  expect(response).toEqual({ kind: 'failed', reason: 'timed out' });
  expect(deadlineMs).toBe(10_000);
});
