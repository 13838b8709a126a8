import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgeObject } from '../../../src/kube/readiness/judge-object.ts';
import { readinessTable } from '../../../src/kube/readiness/readiness-table.ts';
import { liveKinds } from '../../../src/kube/world/live-kinds.ts';
import { readFixture } from './read-fixture.ts';

/** As a cluster once wrote them: what is ready, what is not, what failed. */
const verdicts = readdirSync(new URL('../../fixtures/kube/', import.meta.url))
  .filter((file) => file !== 'helm-record.json')
  .map((file) => readFixture(file.replace('.json', '')))
  .flatMap(({ object, around }) =>
    [object, ...around.replicaSets].map((one) => ({ kind: one.kind, verdict: judgeObject(one, around).kind })),
  );
const isSeen = (kind: string, verdict: string) => verdicts.some((one) => one.kind === kind && one.verdict === verdict);

test('the kinds of the table are those that are watched', () => {
  expect(Object.keys(readinessTable).toSorted()).toEqual(Object.keys(liveKinds).toSorted());
});

test('of each kind that may fail at once one was seen to fail', () => {
  const mayFail = Object.entries(readinessTable).filter(([, { failed }]) => failed !== '');

  expect(mayFail.map(([kind]) => kind).filter((kind) => !isSeen(kind, 'failed'))).toEqual([]);
});

test('what the table says never fails was never seen to', () => {
  const neverFail = Object.entries(readinessTable).filter(([, { failed }]) => failed === '');

  expect(neverFail.map(([kind]) => kind).filter((kind) => isSeen(kind, 'failed'))).toEqual([]);
});
