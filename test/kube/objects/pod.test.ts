import { expect, test } from 'vitest';
import { Pod } from '../../../src/kube/objects/pod.ts';

test('a pod whose container is unknown, as a node that was lost leaves it, is still a pod', () => {
  const terminated = { exitCode: 137, reason: 'ContainerStatusUnknown', startedAt: null, finishedAt: null };
  const status = { name: 'app', image: 'app:1', ready: false, restartCount: 0, state: { terminated }, lastState: {} };

  const pod = Pod.parse({
    kind: 'Pod',
    metadata: { name: 'app-1', namespace: 'shop', uid: 'u', resourceVersion: '1' },
    spec: { containers: [{ name: 'app', image: 'app:1' }] },
    status: { phase: 'Failed', containerStatuses: [status] },
  });

  expect(pod.status.containerStatuses[0]?.state.terminated?.reason).toBe('ContainerStatusUnknown');
});
