import { expect, test } from 'vitest';
import { createCleanups } from '../../../bench/peers/create-cleanups.ts';

test('everything is undone once, the last first, also when one of them fails', async () => {
  const undone: string[] = [];
  const cleanups = createCleanups();
  cleanups.add(() => undone.push('folder'));
  cleanups.add(() => Promise.reject(new Error('the server does not answer')));
  cleanups.add(() => undone.push('process'));

  await expect(cleanups.run()).rejects.toThrow('the server does not answer');
  await cleanups.run();

  expect(undone).toEqual(['process', 'folder']);
});
