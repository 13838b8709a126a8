import { expect, test } from 'vitest';
import { readImageMemory } from '../../../sandbox/berth/read-image-memory.ts';

test('a berth of the sandbox gives memory back to the system just as one in its image does', async () => {
  expect(await readImageMemory()).toEqual({
    MALLOC_MMAP_THRESHOLD_: '65536',
    NODE_OPTIONS: '--max-semi-space-size=8 --expose-gc',
  });
});
