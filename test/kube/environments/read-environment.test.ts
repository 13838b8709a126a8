import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { readEnvironment } from '../../../src/kube/environments/read-environment.ts';
import { createLogger } from '../../../src/logger.ts';

const sha = 'c'.repeat(40);
const metadata = {
  name: 'env-a',
  resourceVersion: '7',
  uid: 'u',
  generation: 2,
  creationTimestamp: '2026-11-21T07:00:00Z',
};
const spec = {
  repository: 'acme/shop',
  pullRequest: 3,
  profile: 'preview',
  installation: 1,
  desired: 'Deployed',
  head: { sha, branch: 'topic', base: 'main', author: 'alice', origin: 'sameRepository' },
  activeAt: '2026-11-21T07:00:00Z',
};

test('an object without a status is an environment at its beginning', () => {
  const { environment } = read({ metadata, spec });

  expect(environment).toMatchObject({ name: 'env-a', generation: 2, isBeingDeleted: false, spec });
  expect(environment?.status).toMatchObject({ phase: 'Pending', releases: [], conditions: [] });
});

test('what of a status cannot be read is left out, and where the namespace is stays known', () => {
  const status = { namespace: 'acme-shop-pr-3', phase: 'Dancing', releases: [{ id: 5 }], removed: ['api/web'] };

  const { environment, log } = read({ metadata, spec, status });

  expect(environment?.status).toMatchObject({
    namespace: 'acme-shop-pr-3',
    phase: 'Pending',
    releases: [],
    removed: ['api/web'],
  });
  expect(log).toContain('leaving out of a status what cannot be read');
});

test.each([[{}], [{ ...spec, pullRequest: 0 }], [{ ...spec, desired: 'Perhaps' }], [undefined], ['text'], [[spec]]])(
  'an object with the spec %j is left out and said',
  (odd) => {
    const { environment, log } = read({ metadata, spec: odd });

    expect(environment).toBeUndefined();
    expect(log).toContain('"key":"env-a"');
  },
);

test.each([[null], ['text'], [[]], [{ github: 'x' }]])('a status %j is no reason to fail', (status) => {
  expect(read({ metadata, spec, status }).environment?.status.phase).toBe('Pending');
});

function read(object: Parameters<typeof readEnvironment>[0]) {
  let log = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  });
  const environment = readEnvironment(object, createLogger({ level: 'warn', secrets: [], destination }));
  return { environment, log };
}
