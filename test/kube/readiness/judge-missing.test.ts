import { expect, test } from 'vitest';
import { judgeMissing } from '../../../src/kube/readiness/judge-missing.ts';
import { readFixture } from './read-fixture.ts';

const { around } = readFixture('job-fails');
const end = { lastSeen: undefined, wasReady: true, hadFailed: false };

test('what is missing is waited for', () => {
  expect(judgeMissing({ name: 'Deployment/api', mayBeGone: false }, around)).toEqual({
    kind: 'settling',
    trouble: undefined,
    waitsFor: 'Deployment/api: it is missing',
  });
});

test('what may be gone is not', () => {
  expect(judgeMissing({ name: 'Deployment/api', mayBeGone: true }, around)).toEqual({ kind: 'ready' });
});

test('of a Job that may be gone counts how it ended', () => {
  expect(judgeMissing({ name: 'Job/x', mayBeGone: true, end }, around)).toEqual({ kind: 'ready' });
  expect(judgeMissing({ name: 'Job/x', mayBeGone: true, end: { ...end, wasReady: false } }, around)).toMatchObject({
    kind: 'settling',
  });
});
