import { execa } from 'execa';
import { expect, test } from 'vitest';
import { readUsage } from '../../../bench/processes/read-usage.ts';

test('what a process has used counts for its parent, also after it has ended', async () => {
  const before = readUsage([process.pid]);

  await execa('sh', ['-c', 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done']);

  const after = readUsage([process.pid]);
  expect(after.cpuS).toBeGreaterThan(before.cpuS);
  expect(after.memoryMb).toBeGreaterThan(10);
});
