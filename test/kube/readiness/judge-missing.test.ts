import { expect, test } from 'vitest';
import { judgeMissing } from '../../../src/kube/readiness/judge-missing.ts';
import { readFixture } from './read-fixture.ts';

const { around } = readFixture('job-fails');
const judge = (name: string, mayBeGone: boolean, appliedAt = around.appliedAt) =>
  judgeMissing({ name, mayBeGone }, { ...around, appliedAt });

test('what is missing is waited for', () => {
  expect(judge('Deployment/api', false)).toEqual({
    kind: 'settling',
    trouble: undefined,
    waitsFor: 'Deployment/api: it is missing',
  });
});

test('a Job that took itself away was done', () => {
  expect(judge('Job/seed', true)).toEqual({ kind: 'ready' });
});

test('one that failed before it took itself away has failed, and stays so', () => {
  expect(judge('Job/fails', true)).toEqual({
    kind: 'failed',
    trouble: {
      reason: 'MigrationFailed',
      object: 'Job/fails',
      message: 'Job has reached the specified backoff limit',
    },
  });
});

test('one of the same name that failed before Helm made it again says nothing', () => {
  expect(judge('Job/fails', true, '2026-11-21T07:42:00Z')).toEqual({ kind: 'ready' });
});
