import { expect, test } from 'vitest';
import { assertCanRunPods } from '../../../../sandbox/cluster/host/assert-can-run-pods.ts';

test('root on Linux can run pods', () => {
  expect(() => assertCanRunPods('linux', 0)).not.toThrow();
});

test.each([
  [
    'another system',
    'darwin',
    0,
    'the sandbox cluster runs on Linux and this is darwin: use a Linux machine, or use a cluster',
  ],
  [
    'anybody but root',
    'linux',
    1000,
    'the sandbox cluster needs root, to run containers and set up their network: run the command with sudo, or use',
  ],
])('%s is told so, and how to use a cluster of one’s own', (_, platform, uid, sentence) => {
  expect(() => assertCanRunPods(platform, uid)).toThrow(sentence);
  expect(() => assertCanRunPods(platform, uid)).toThrow('--context NAME');
});
