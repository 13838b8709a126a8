import { expect, test } from 'vitest';
import type { Job } from '../../../src/kube/objects/job.ts';
import { judgeGoneJob, type JobEnd } from '../../../src/kube/readiness/judge-gone-job.ts';
import type { Surroundings } from '../../../src/kube/readiness/surroundings.ts';
import { change } from './judge-fixture.ts';
import { readFixture } from './read-fixture.ts';

const failing = readFixture('job-fails');
const done = readFixture('job-done').object as Job;
const failed = failing.object as Job;
const running = readFixture('job-fails', change('"conditions": \\[\\s*{[^]*?\\],', '"active": 1, "conditions": [],'))
  .object as Job;
/** Its pods went with it, and its warnings an hour later. */
const later: Surroundings = { ...failing.around, pods: [], warnings: [] };
const unknown: JobEnd = { lastSeen: undefined, wasReady: false, hadFailed: false };
const judge = (known: Partial<JobEnd>, around = later) => judgeGoneJob('Job/fails', { ...unknown, ...known }, around);

test('one that was last seen complete is done', () => {
  expect(judge({ lastSeen: done })).toEqual({ kind: 'ready' });
});

test('one that was last seen failed stays so, though no warning tells of it any more', () => {
  expect(judge({ lastSeen: failed })).toEqual({
    kind: 'failed',
    trouble: {
      reason: 'MigrationFailed',
      object: 'Job/fails',
      message: 'Job has reached the specified backoff limit',
    },
  });
});

test('one that was last seen at work was taken away by somebody', () => {
  expect(judge({ lastSeen: running })).toEqual({
    kind: 'settling',
    trouble: { reason: 'Drifted', object: 'Job/fails', message: 'it was deleted before it was done' },
    waitsFor: 'Job/fails: it was deleted before it was done',
  });
});

test('one that nobody saw has failed if a warning says so', () => {
  expect(judge({}, failing.around)).toMatchObject({
    kind: 'failed',
    trouble: { reason: 'MigrationFailed', message: 'Job has reached the specified backoff limit' },
  });
});

test('a warning about one of the same name from before Helm made it again says nothing', () => {
  const around = { ...failing.around, appliedAt: '2026-11-21T07:42:00Z' };

  expect(judge({}, around)).toMatchObject({ kind: 'settling' });
});

test('one that nobody saw, and that no warning is about, is not taken for done', () => {
  expect(judge({})).toEqual({
    kind: 'settling',
    trouble: undefined,
    waitsFor: 'Job/fails: it is gone, and nobody saw how it ended',
  });
});

test('one whose release has been ready was done', () => {
  expect(judge({ wasReady: true })).toEqual({ kind: 'ready' });
});

test('one that is on record as failed has failed', () => {
  expect(judge({ hadFailed: true })).toEqual({
    kind: 'failed',
    trouble: { reason: 'MigrationFailed', object: 'Job/fails', message: '' },
  });
});

test('what was seen counts more than what is on record', () => {
  expect(judge({ lastSeen: failed, wasReady: true })).toMatchObject({ kind: 'failed' });
  expect(judge({ lastSeen: done, hadFailed: true })).toEqual({ kind: 'ready' });
});
