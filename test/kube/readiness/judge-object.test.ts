import { describe, expect, test } from 'vitest';
import { judgeObject } from '../../../src/kube/readiness/judge-object.ts';
import { readFixture } from './read-fixture.ts';

const judge = (name: string, edit?: (text: string) => string) => {
  const { object, around } = readFixture(name, edit);
  return judgeObject(object, around);
};
const change = (from: string | RegExp, to: string) => (text: string) => {
  const changed = text.replaceAll(new RegExp(from, 'g'), to);
  expect(changed, `"${String(from)}" is not in the fixture`).not.toBe(text);
  return changed;
};

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
    expect(judge(name)).toEqual({ kind: 'ready' });
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
    expect(judge(name, edit)).toEqual({ kind: 'ready' });
  });
});

describe('what is not ready yet', () => {
  test.each([
    ['replica-set-starting', 'ReplicaSet/unready: 0 of 1 pods are ready'],
    ['job-suspended', 'Job/suspended: it is suspended'],
    ['job-retrying', 'Job/retrying: 0 of 1 runs are complete, 3 of 6 tries failed'],
  ])('%s', (name, waitsFor) => {
    expect(judge(name)).toEqual({ kind: 'settling', trouble: undefined, waitsFor });
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
    expect(judge(name, edit)).toEqual({
      kind: 'settling',
      trouble: undefined,
      waitsFor,
    });
  });
});

test('a Service is waited for until its load balancer has given it an address', () => {
  expect(judge('service-balanced')).toEqual({
    kind: 'settling',
    trouble: undefined,
    waitsFor: 'Service/balanced: it has no address yet',
  });
});

test('a Deployment of no pods is ready when it has none', () => {
  const scaled = change('"replicas": 1,\\n      "revisionHistoryLimit"', '"replicas": 0, "revisionHistoryLimit"');
  const gone = change('"(available|ready|updated)Replicas": 1', '"$1Replicas": 0');

  expect(judge('deployment-good', (text) => gone(scaled(text)))).toMatchObject({ kind: 'settling' });
  expect(judge('deployment-good', (text) => change('"replicas": 1', '"replicas": 0')(gone(scaled(text))))).toEqual({
    kind: 'ready',
  });
});

describe('what has failed, and why', () => {
  test.each([
    ['deployment-no-image', 'ImagePullFailed', 'Deployment/no-image', /acme\/none:1: not found/],
    ['deployment-bad-name', 'ImagePullFailed', 'Deployment/bad-name', /must be lowercase/],
    ['deployment-crash', 'CrashLoop', 'Deployment/crash', /container web ended with exit code 3, restarted 3 times/],
    ['deployment-no-command', 'ContainerNotCreated', 'Deployment/no-command', /executable file not found/],
    [
      'deployment-over-quota',
      'QuotaRefused',
      'Deployment/over-quota',
      /^pods .* exceeded quota: environment, requested: requests.memory=64Gi/,
    ],
    [
      'deployment-privileged',
      'AdmissionRefused',
      'Deployment/privileged',
      /violates PodSecurity "baseline:latest": host namespaces/,
    ],
    ['stateful-set-over-quota', 'QuotaRefused', 'StatefulSet/over-quota', /exceeded quota: environment/],
    ['daemon-set-no-image', 'ImagePullFailed', 'DaemonSet/no-image', /not found/],
    ['job-fails', 'MigrationFailed', 'Job/fails', /^container run ended with exit code 1\. Job has reached/],
    ['stateful-set-no-image', 'ImagePullFailed', 'StatefulSet/renewed', /not found/],
    ['deployment-late', 'NotReadyInTime', 'Deployment/late', /has timed out progressing/],
    ['pod-failed', 'CrashLoop', 'Pod/failed', /^it ended with exit code 4/],
    ['job-over-quota', 'QuotaRefused', 'Job/over-quota', /^pods .* exceeded quota/],
  ])('%s', (name, reason, object, message) => {
    expect(judge(name)).toMatchObject({
      kind: 'failed',
      trouble: { reason, object, message: expect.stringMatching(message) as string },
    });
  });

  test('an image is named as the chart wrote it', () => {
    expect(judge('deployment-no-image')).toMatchObject({ trouble: { image: 'registry.example/acme/none:1' } });
  });

  test('an image that the registry does not have is named at the first try, before Kubernetes begins to wait', () => {
    const edit = change('"reason": "ImagePullBackOff"', '"reason": "ErrImagePull"');

    expect(judge('deployment-no-image', edit)).toMatchObject({
      kind: 'failed',
      trouble: { reason: 'ImagePullFailed' },
    });
  });

  test('an older Kubernetes that waits to pull without saying why has said why before', () => {
    const edit = change('(Back-off pulling image .{2}[^ ]*"): ErrImagePull[^\\n]*', '$1",');

    expect(judge('deployment-no-image', edit)).toMatchObject({
      kind: 'failed',
      trouble: { reason: 'ImagePullFailed' },
    });
  });

  test('the last lines of a crash are those of the run that crashed', () => {
    const running = change(
      '"state": {\\s*"terminated": {[^}]*}\\s*}',
      '"state": {"running": {"startedAt": "2026-11-21T07:42:00Z"}}',
    );
    const pod = 'crash-849f6658db-s42lm';

    expect(judge('deployment-crash')).toMatchObject({ trouble: { logs: { pod, container: 'web', previous: false } } });
    expect(judge('deployment-crash', running)).toMatchObject({
      trouble: { logs: { pod, container: 'web', previous: true } },
    });
  });

  test('the last lines of a Job are those of the pod that failed', () => {
    expect(judge('job-fails')).toMatchObject({
      trouble: { logs: { pod: 'fails-ws84f', container: 'run', previous: false } },
    });
  });

  test('a Deployment that makes no progress is late', () => {
    const edit = change(
      '"reason": "NewReplicaSetCreated"|"reason": "ReplicaSetUpdated"',
      '"reason": "ProgressDeadlineExceeded"',
    );

    expect(judge('deployment-huge', edit)).toMatchObject({ kind: 'failed', trouble: { reason: 'NotReadyInTime' } });
  });
});

describe('what is in trouble that may pass', () => {
  test.each([
    ['deployment-huge', 'Unschedulable', /Insufficient cpu/],
    ['deployment-no-config', 'ContainerNotCreated', /secret "missing" not found/],
  ])('%s', (name, reason, message) => {
    expect(judge(name)).toMatchObject({
      kind: 'settling',
      trouble: { reason, message: expect.stringMatching(message) as string },
    });
  });

  test.each(['ErrImagePull', 'ImagePullBackOff'])('a registry that does not answer, told as %s', (reason) => {
    const edit = change(
      '"message": "Back-off pulling[^\\n]*,\\n\\s*"reason": "ImagePullBackOff"',
      `"message": "ErrImagePull: dial tcp: i/o timeout", "reason": "${reason}"`,
    );

    expect(judge('deployment-no-image', edit)).toMatchObject({
      kind: 'settling',
      trouble: { reason: 'ImagePullFailed' },
    });
  });
});

describe('what is no trouble', () => {
  test('a container that was restarted once', () => {
    const edit = change('"restartCount": 3', '"restartCount": 1');

    expect(judge('deployment-crash', edit)).toMatchObject({ kind: 'settling', trouble: undefined });
  });

  test('a container restarted often in its life that was ready since, and is not at the moment', () => {
    const edit = change(
      '"state": {\\s*"terminated": {[^}]*}\\s*}',
      '"state": {"running": {"startedAt": "2026-11-21T07:41:00Z"}}',
    );

    expect(judge('deployment-crash', edit)).toMatchObject({ kind: 'settling', trouble: undefined });
  });

  test('a pod of an older revision that still crashes', () => {
    const { object, around } = readFixture('deployment-crash', (text) =>
      text.replace('"deployment.kubernetes.io/revision": "1"', '"deployment.kubernetes.io/revision": "2"'),
    );
    const old = around.replicaSets[0]!;
    const newest = {
      ...old,
      metadata: { ...old.metadata, uid: 'new', annotations: { 'deployment.kubernetes.io/revision': '2' } },
    };

    expect(judgeObject(object, { ...around, replicaSets: [old, newest] })).toMatchObject({
      kind: 'settling',
      trouble: undefined,
    });
  });

  test('a pod that is going', () => {
    const { object, around } = readFixture('deployment-crash');
    const pods = around.pods.map((pod) => ({
      ...pod,
      metadata: { ...pod.metadata, deletionTimestamp: '2026-11-21T07:50:00Z' },
    }));

    expect(judgeObject(object, { ...around, pods })).toMatchObject({ kind: 'settling', trouble: undefined });
  });

  test.each([
    [
      'the account it runs as is being made',
      'error looking up service account shop-pr-12/x: serviceaccount "x" not found',
    ],
    ['the namespace is going', 'unable to create new content in namespace shop-pr-12 because it is being terminated'],
  ])('pods that are refused while %s', (_, said) => {
    const edit = change('exceeded quota: environment[^"]*"', `${said.replaceAll('"', '\\"')}"`);

    expect(judge('deployment-over-quota', edit)).toMatchObject({ kind: 'settling', trouble: undefined });
  });

  test('a warning from before Helm applied the object', () => {
    const { object, around } = readFixture('stateful-set-over-quota');

    expect(judgeObject(object, { ...around, appliedAt: '2026-11-21T07:45:00Z' })).toMatchObject({
      kind: 'settling',
      trouble: undefined,
    });
  });
});

test('pods are not waited for that are only ending: what counts is what is meant to stay', () => {
  const ending = change('"terminatingReplicas": 0', '"terminatingReplicas": 3');

  expect(judge('deployment-good', ending)).toEqual({ kind: 'ready' });
});

test('a new revision that is not available yet does not pass for ready because the old one is', () => {
  const rolling = (text: string) =>
    text.replace(/"readyReplicas": 1,\n\s*"replicas": 1/, '"readyReplicas": 1, "replicas": 2');

  expect(judge('deployment-good', rolling)).toMatchObject({ kind: 'settling' });
});

test('a Job is not ready because it has begun', () => {
  const running = change('"conditions": \\[\\s*{[^]*?\\],', '"active": 1, "conditions": [],');

  expect(judge('job-fails', running)).toMatchObject({ kind: 'settling' });
});
