import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { readManifestDigest } from '../../../sandbox/images/read-manifest-digest.ts';
import { UserError } from '../../../sandbox/user-error.ts';

test.each([
  ['the digest that a tag points to', 200, 'sha256:abc', 'sha256:abc'],
  ['nothing for a tag that is not there', 404, 'sha256:abc', undefined],
])('reads %s', async (_what, status, digest, expected) => {
  await withRegistry(status, digest, async (registry) => {
    expect(await readManifestDigest({ registry, repository: 'berth/web', tag: '1' })).toBe(expected);
  });
});

test('takes no other answer for a missing image', async () => {
  await withRegistry(500, undefined, async (registry) => {
    await expect(readManifestDigest({ registry, repository: 'berth/web', tag: '1' })).rejects.toThrow(
      `asking registry "${registry}" for "berth/web:1": it answered 500`,
    );
  });
});

test('says how to start the registry that does not answer', async () => {
  let closed = '';
  await withRegistry(200, undefined, (registry) => {
    closed = registry;
    return Promise.resolve();
  });

  const asking = readManifestDigest({ registry: closed, repository: 'berth/web', tag: '1' });

  await expect(asking).rejects.toThrow(UserError);
  await expect(asking).rejects.toThrow('start the cluster with `npm run cluster -- up`');
});

async function withRegistry(
  status: number,
  digest: string | undefined,
  run: (registry: string) => Promise<void>,
): Promise<void> {
  const server = createServer((_request, response) => {
    response.writeHead(status, digest === undefined ? {} : { 'docker-content-digest': digest }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await run(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
