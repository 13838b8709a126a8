import { describe, expect, test } from 'vitest';
import { isWorkloadReady } from '../../../../bench/peers/readiness/is-workload-ready.ts';

const counts = { replicas: 2, updatedReplicas: 2, readyReplicas: 2 };
const scheduled = { desiredNumberScheduled: 1, updatedNumberScheduled: 1, numberReady: 1 };

describe('a workload', () => {
  test.each<[string, unknown, unknown, boolean]>([
    ['a Deployment with all its pods ready', { replicas: 2 }, { observedGeneration: 3, ...counts }, true],
    ['one that waits for a pod', { replicas: 2 }, { observedGeneration: 3, ...counts, readyReplicas: 1 }, false],
    ['one with an old pod left', { replicas: 2 }, { observedGeneration: 3, ...counts, replicas: 3 }, false],
    ['one that its controller has not seen', { replicas: 2 }, { observedGeneration: 2, ...counts }, false],
    ['one of no pods', { replicas: 0 }, { observedGeneration: 3 }, true],
    ['one that was only just made', { replicas: 1 }, undefined, false],
    ['a DaemonSet with its pods ready', {}, { observedGeneration: 3, ...scheduled }, true],
    ['a DaemonSet that waits for one', {}, { observedGeneration: 3, ...scheduled, numberReady: 0 }, false],
    ['a Job that is done', { completions: 1 }, { conditions: [{ type: 'Complete', status: 'True' }] }, true],
    ['a Job that runs', { completions: 1 }, { active: 1 }, false],
  ])('%s: ready is %4$s', (_, spec, status, isReady) => {
    const metadata = { name: 'probe', resourceVersion: '1', generation: 3 };

    expect(isWorkloadReady({ metadata, spec, status })).toBe(isReady);
  });
});
