import { expect, test } from 'vitest';
import { determineReadiness, type WrittenObject } from '../../../src/kube/readiness/determine-readiness.ts';
import { readFixture } from './read-fixture.ts';

const { around } = readFixture('deployment-good');
const written = (fixture: string): WrittenObject => ({
  name: fixture,
  live: readFixture(fixture).object,
  mayBeGone: false,
});
const missing = (name: string, mayBeGone = false): WrittenObject => ({ name, live: undefined, mayBeGone });
const determine = (...objects: readonly WrittenObject[]) => determineReadiness(objects, around);

test('a release without objects that could be waited for is ready', () => {
  expect(determine()).toEqual({ kind: 'ready' });
});

test('a release is ready when all its objects are', () => {
  expect(determine(written('deployment-good'), written('job-done'))).toEqual({ kind: 'ready' });
});

test('one object that failed makes a release failed, whatever the others are', () => {
  const objects = [missing('Deployment/x'), written('deployment-good'), written('job-fails')];

  expect(determine(...objects)).toMatchObject({ kind: 'failed', trouble: { object: 'Job/fails' } });
});

test('what is missing is waited for, unless it may be gone', () => {
  expect(determine(missing('Deployment/api'))).toMatchObject({
    kind: 'settling',
    waitsFor: 'Deployment/api: it is missing',
  });
  expect(determine(missing('Service/seed', true))).toEqual({ kind: 'ready' });
});

test('of many that are waited for some are named', () => {
  const objects = ['a', 'b', 'c', 'd', 'e'].map((name) => missing(name));

  expect(determine(...objects)).toMatchObject({
    waitsFor: 'a: it is missing, b: it is missing, c: it is missing, 2 more',
  });
});

test('the trouble of one object is told though others are only waited for', () => {
  const { object, around: ofHuge } = readFixture('deployment-huge');
  const huge = { name: 'Deployment/huge', live: object, mayBeGone: false };

  expect(determineReadiness([missing('Service/x'), huge], ofHuge)).toMatchObject({
    kind: 'settling',
    trouble: { reason: 'Unschedulable' },
  });
});

test('what time alone may make ready is looked at again when the first of it may be, and was so when the last was', () => {
  const settling = (againAtMs?: number) => ({
    verdict: { kind: 'settling' as const, trouble: undefined, waitsFor: 'Widget/x', ...(againAtMs && { againAtMs }) },
  });
  const ready = (heardAtMs: number) => ({ verdict: { kind: 'ready' as const, heardAtMs } });

  const some = [settling(), settling(3_000), settling(2_000), ready(1_000)];

  expect(determineReadiness(some, around)).toMatchObject({ kind: 'settling', againAtMs: 2_000 });
  expect(determineReadiness([ready(1_000), ready(2_000), written('job-done')], around)).toEqual({
    kind: 'ready',
    heardAtMs: 2_000,
  });
});
