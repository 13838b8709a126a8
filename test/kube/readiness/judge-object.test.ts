import { describe, expect, test } from 'vitest';
import { judgeObject } from '../../../src/kube/readiness/judge-object.ts';
import { change, judgeFixture } from './judge-fixture.ts';
import { readFixture } from './read-fixture.ts';

const newRevision = (name: string, count: number, of: number) =>
  `StatefulSet/${name}: ${count} of ${of} pods are of the new revision`;

describe('what is ready', () => {
  test.each([
    ['deployment-good'],
    ['stateful-set-good'],
    ['daemon-set-good'],
    ['job-done'],
    ['stateful-set-partitioned'], // one of two pods is of the new revision, as its partition says
    ['stateful-set-by-hand'], // changed, and whoever deletes its pods renews them
    ['daemon-set-by-hand'],
    ['deployment-paused'],
    ['replica-set-good'],
    ['pod-good'],
    ['pod-done'],
    ['persistent-volume-claim-used'],
    ['persistent-volume-claim-unused'], // its storage class waits for a pod
  ])('%s', (name) => {
    expect(judgeFixture(name)).toEqual({ kind: 'ready' });
  });

  test.each([
    [
      'a paused Deployment',
      'deployment-no-image',
      change('"replicas": 1,\\n      "rev', '"paused": true, "replicas": 1, "rev'),
    ],
    ['a Service without a load balancer', 'service-balanced', change('LoadBalancer', 'ClusterIP')],
    [
      'one that its load balancer has given an address',
      'service-balanced',
      change('"loadBalancer": {}', '"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}'),
    ],
    ['a bound claim', 'persistent-volume-claim-unused', change('"Pending"', '"Bound"')],
    [
      'a DaemonSet that no node is for',
      'daemon-set-no-image',
      change('"(desired|updated)NumberScheduled": 1', '"$1NumberScheduled": 0'),
    ],
  ])('%s', (_, name, edit) => {
    expect(judgeFixture(name, edit)).toEqual({ kind: 'ready' });
  });
});

describe('what is not ready yet', () => {
  test.each([
    ['replica-set-starting', 'ReplicaSet/unready: 0 of 1 pods are ready'],
    ['job-suspended', 'Job/suspended: it is suspended'],
    ['job-retrying', 'Job/retrying: 0 of 1 runs are complete, 3 of 6 tries failed'],
  ])('%s', (name, waitsFor) => {
    expect(judgeFixture(name)).toEqual({ kind: 'settling', trouble: undefined, waitsFor });
  });

  test.each([
    [
      'deployment-good',
      change('"observedGeneration": 1', '"observedGeneration": 0'),
      'Deployment/good: its change is not taken up yet',
    ],
    [
      'stateful-set-good',
      change('"observedGeneration": 1', '"observedGeneration": 0'),
      'StatefulSet/good: its change is not taken up yet',
    ],
    [
      'daemon-set-good',
      change('"observedGeneration": 1', '"observedGeneration": 0'),
      'DaemonSet/good: its change is not taken up yet',
    ],
    [
      'deployment-good',
      change('"availableReplicas": 1', '"availableReplicas": 0'),
      'Deployment/good: 0 of 1 pods are ready',
    ],
    [
      'stateful-set-good',
      change('"availableReplicas": 1', '"availableReplicas": 0'),
      'StatefulSet/good: 0 of 1 pods are ready',
    ],
    [
      'stateful-set-good',
      change(
        '"updateRevision": "[^"]*",\\n      "updatedReplicas": 1',
        '"updateRevision": "new", "updatedReplicas": 0',
      ),
      'StatefulSet/good: 0 of 1 pods are of the new revision',
    ],
    [
      'daemon-set-good',
      change('"numberAvailable": 1', '"numberAvailable": 0'),
      'DaemonSet/good: 0 of 1 pods are ready',
    ],
    ['job-done', change('"conditions": \\[\\s*{[^]*?\\],', '"conditions": [],'), 'Job/done: 1 of 1 runs are complete'],
    [
      'persistent-volume-claim-unused',
      change('directory', 'immediate'),
      'PersistentVolumeClaim/unused: it is not bound',
    ],
    [
      'replica-set-good',
      change('"observedGeneration": 1', '"observedGeneration": 0'),
      'ReplicaSet/plain: its change is not taken up yet',
    ],
    [
      'replica-set-good',
      change('"replicas": 2,\\n      "selector"', '"replicas": 1, "selector"'),
      'ReplicaSet/plain: 2 pods are there, not 1',
    ],
    ['stateful-set-partitioned', change('"partition": 1', '"partition": 0'), newRevision('partitioned', 1, 2)],
    ['stateful-set-by-hand', change('"OnDelete"', '"RollingUpdate"'), newRevision('on-delete', 0, 1)],
    ['daemon-set-by-hand', change('"OnDelete"', '"RollingUpdate"'), 'DaemonSet/by-hand: 0 of 1 pods are ready'],
    [
      'deployment-paused',
      change('"paused": true', '"paused": false'),
      'Deployment/paused: pods of the revision before are still there',
    ],
    [
      'pod-good',
      change('"status": "True",\\s*"type": "Ready"', '"status": "False", "type": "Ready"'),
      'Pod/serving: it is not ready',
    ],
    ['persistent-volume-claim-used', change('"Bound"', '"Lost"'), 'PersistentVolumeClaim/used: its volume is lost'],
    [
      'deployment-good',
      change(
        '"generation": 1,\\n      "labels"',
        '"deletionTimestamp": "2026-11-21T08:00:00Z", "generation": 1, "labels"',
      ),
      'Deployment/good: it is going',
    ],
  ])('%s', (name, edit, waitsFor) => {
    expect(judgeFixture(name, edit)).toEqual({
      kind: 'settling',
      trouble: undefined,
      waitsFor,
    });
  });
});

test('a Service is waited for until its load balancer has given it an address', () => {
  expect(judgeFixture('service-balanced')).toEqual({
    kind: 'settling',
    trouble: undefined,
    waitsFor: 'Service/balanced: it has no address yet',
  });
});

test('a claim of no storage class is for a volume that is there, and waits for no pod', () => {
  const judge = (edit: (text: string) => string) => {
    const { object, around } = readFixture('persistent-volume-claim-unused', edit);
    return judgeObject(object, { ...around, waitsForConsumer: () => true });
  };
  const ofNoClass = change('"storageClassName": "directory"', '"storageClassName": ""');

  expect(judge(ofNoClass)).toMatchObject({
    kind: 'settling',
    waitsFor: 'PersistentVolumeClaim/unused: it is not bound',
  });
  expect(judge((text) => change('"Pending"', '"Bound"')(ofNoClass(text)))).toEqual({ kind: 'ready' });
});

test('a Deployment of no pods is ready when it has none', () => {
  const scaled = change('"replicas": 1,\\n      "revisionHistoryLimit"', '"replicas": 0, "revisionHistoryLimit"');
  const gone = change('"(available|ready|updated)Replicas": 1', '"$1Replicas": 0');

  expect(judgeFixture('deployment-good', (text) => gone(scaled(text)))).toMatchObject({ kind: 'settling' });
  expect(
    judgeFixture('deployment-good', (text) => change('"replicas": 1', '"replicas": 0')(gone(scaled(text)))),
  ).toEqual({
    kind: 'ready',
  });
});

test('pods are not waited for that are only ending: what counts is what is meant to stay', () => {
  const ending = change('"terminatingReplicas": 0', '"terminatingReplicas": 3');

  expect(judgeFixture('deployment-good', ending)).toEqual({ kind: 'ready' });
});

test('a new revision that is not available yet does not pass for ready because the old one is', () => {
  const rolling = (text: string) =>
    text.replace(/"readyReplicas": 1,\n\s*"replicas": 1/, '"readyReplicas": 1, "replicas": 2');

  expect(judgeFixture('deployment-good', rolling)).toMatchObject({ kind: 'settling' });
});

test('a Job is not ready because it has begun', () => {
  const running = change('"conditions": \\[\\s*{[^]*?\\],', '"active": 1, "conditions": [],');

  expect(judgeFixture('job-fails', running)).toMatchObject({ kind: 'settling' });
});
