import { describe, expect, test } from 'vitest';
import { judgeObject } from '../../../src/kube/readiness/judge-object.ts';
import { change, judgeFixture } from './judge-fixture.ts';
import { readFixture } from './read-fixture.ts';

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
    expect(judgeFixture(name)).toMatchObject({
      kind: 'failed',
      trouble: { reason, object, message: expect.stringMatching(message) as string },
    });
  });

  test('an image is named as the chart wrote it', () => {
    expect(judgeFixture('deployment-no-image')).toMatchObject({ trouble: { image: 'registry.example/acme/none:1' } });
  });

  test('an image that the registry does not have is named at the first try, before Kubernetes begins to wait', () => {
    const edit = change('"reason": "ImagePullBackOff"', '"reason": "ErrImagePull"');

    expect(judgeFixture('deployment-no-image', edit)).toMatchObject({
      kind: 'failed',
      trouble: { reason: 'ImagePullFailed' },
    });
  });

  test('an older Kubernetes that waits to pull without saying why has said why before', () => {
    const edit = change('(Back-off pulling image .{2}[^ ]*"): ErrImagePull[^\\n]*', '$1",');

    expect(judgeFixture('deployment-no-image', edit)).toMatchObject({
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

    expect(judgeFixture('deployment-crash')).toMatchObject({
      trouble: { logs: { pod, container: 'web', previous: false } },
    });
    expect(judgeFixture('deployment-crash', running)).toMatchObject({
      trouble: { logs: { pod, container: 'web', previous: true } },
    });
  });

  test('the last lines of a Job are those of the pod that failed', () => {
    expect(judgeFixture('job-fails')).toMatchObject({
      trouble: { logs: { pod: 'fails-ws84f', container: 'run', previous: false } },
    });
  });

  test('a Deployment that makes no progress is late', () => {
    const edit = change(
      '"reason": "NewReplicaSetCreated"|"reason": "ReplicaSetUpdated"',
      '"reason": "ProgressDeadlineExceeded"',
    );

    expect(judgeFixture('deployment-huge', edit)).toMatchObject({
      kind: 'failed',
      trouble: { reason: 'NotReadyInTime' },
    });
  });
});

describe('what is in trouble that may pass', () => {
  test.each([
    ['deployment-huge', 'Unschedulable', /Insufficient cpu/],
    ['deployment-no-config', 'ContainerNotCreated', /secret "missing" not found/],
  ])('%s', (name, reason, message) => {
    expect(judgeFixture(name)).toMatchObject({
      kind: 'settling',
      trouble: { reason, message: expect.stringMatching(message) as string },
    });
  });

  test.each(['ErrImagePull', 'ImagePullBackOff'])('a registry that does not answer, told as %s', (reason) => {
    const edit = change(
      '"message": "Back-off pulling[^\\n]*,\\n\\s*"reason": "ImagePullBackOff"',
      `"message": "ErrImagePull: dial tcp: i/o timeout", "reason": "${reason}"`,
    );

    expect(judgeFixture('deployment-no-image', edit)).toMatchObject({
      kind: 'settling',
      trouble: { reason: 'ImagePullFailed' },
    });
  });
});

describe('what is no trouble', () => {
  test('a container that was restarted once', () => {
    const edit = change('"restartCount": 3', '"restartCount": 1');

    expect(judgeFixture('deployment-crash', edit)).toMatchObject({ kind: 'settling', trouble: undefined });
  });

  test('a container restarted often in its life that was ready since, and is not at the moment', () => {
    const edit = change(
      '"state": {\\s*"terminated": {[^}]*}\\s*}',
      '"state": {"running": {"startedAt": "2026-11-21T07:41:00Z"}}',
    );

    expect(judgeFixture('deployment-crash', edit)).toMatchObject({ kind: 'settling', trouble: undefined });
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

    expect(judgeFixture('deployment-over-quota', edit)).toMatchObject({ kind: 'settling', trouble: undefined });
  });

  test.each([
    ['StatefulSet', 'stateful-set-over-quota', change('"replicas": 0', '"replicas": 1')],
    ['Job', 'job-over-quota', change('"ready": 0', '"active": 1, "ready": 0')],
  ])('a warning that pods were refused to a %s that misses none now', (_, name, edit) => {
    expect(judgeFixture(name, edit)).toMatchObject({ kind: 'settling', trouble: undefined });
  });

  test('a warning that pods were refused to a DaemonSet, until each node has its own', () => {
    const { around } = readFixture('stateful-set-over-quota');
    const warned = (edit: (text: string) => string) => {
      const { object } = readFixture('daemon-set-no-image', edit);
      const about = { kind: 'DaemonSet', name: 'no-image', uid: object.metadata.uid };
      const warnings = around.warnings.map((warning) => ({ ...warning, about }));
      return judgeObject(object, { ...around, warnings });
    };

    expect(warned((text) => text)).toMatchObject({ kind: 'settling', trouble: undefined });
    expect(warned(change('"currentNumberScheduled": 1', '"currentNumberScheduled": 0'))).toMatchObject({
      kind: 'failed',
      trouble: { reason: 'QuotaRefused' },
    });
  });

  test.each([
    ['StatefulSet that has some by now', 'stateful-set-over-quota', change('"replicas": 1', '"replicas": 3')],
    ['Job that waits to try again', 'job-over-quota', change('"ready": 0', '"failed": 1, "ready": 0')],
  ])('a warning that pods were refused to a %s, from before the newest was made', (_, name, edit) => {
    const { object, around } = readFixture(name, edit);
    const { around: ofPod } = readFixture('stateful-set-no-image');
    const madeAt = (creationTimestamp: string) => ({
      ...around,
      pods: ofPod.pods.slice(0, 1).map((pod) => ({
        ...pod,
        metadata: {
          ...pod.metadata,
          creationTimestamp,
          ownerReferences: [{ kind: object.kind, name: 'over-quota', uid: object.metadata.uid }],
        },
      })),
    });

    expect(judgeObject(object, madeAt('2026-11-21T07:41:30Z'))).toMatchObject({ kind: 'settling', trouble: undefined });
    expect(judgeObject(object, madeAt('2026-11-21T07:40:30Z'))).toMatchObject({ kind: 'failed' });
  });

  test('a warning from before Helm applied the object', () => {
    const { object, around } = readFixture('stateful-set-over-quota');

    expect(judgeObject(object, { ...around, appliedAt: '2026-11-21T07:45:00Z' })).toMatchObject({
      kind: 'settling',
      trouble: undefined,
    });
  });
});
