import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineError } from '../../src/engine/engine-error.ts';
import { startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';

let running: RunningEngine;

beforeEach(async () => {
  running = await startEngine();
});
afterEach(() => running.stop());

/** Helm says that a hook failed, and leaves its record and the pod of the hook. */
function failHook(lines: readonly string[]): void {
  const { cluster, helm } = running;
  helm.before = (run) => {
    if (run !== 'upgrade db') return Promise.resolve();
    for (const { releases } of cluster.spaces.values()) {
      releases.set('db', {
        ...{ helmRelease: 'db', revision: 1, status: 'failed', digest: undefined, isInHook: false, hasObjects: false },
        readiness: { kind: 'ready' },
        hookLogs: { pod: 'migrate-x', container: 'run', previous: false },
        strays: [],
      });
    }
    const fields = { object: 'Job/migrate' };
    return Promise.reject(
      new EngineError('upgrading', { reason: 'MigrationFailed', fields, detail: 'Error: job migrate failed' }),
    );
  };
  Object.assign(cluster.logs, {
    readLastLines: ({ pod }: { pod: string }) => Promise.resolve(pod === 'migrate-x' ? lines : []),
  });
}

const findDatabase = () => running.environment()?.status.releases.find(({ id }) => id === 'shop/db');

test('a hook that failed is named, with its last lines', async () => {
  failHook(['column is missing']);

  await running.label('preview');

  expect(findDatabase()).toMatchObject({ phase: 'Failed', reason: 'MigrationFailed', log: ['column is missing'] });
  expect(findDatabase()?.message).toContain('`Job/migrate`');
});

test('where its pod is gone, with what Helm said of it', async () => {
  failHook([]);

  await running.label('preview');

  expect(findDatabase()?.log).toEqual(['Error: job migrate failed']);
});
