import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { assertFreeSpace } from '../../../sandbox/images/assert-free-space.ts';
import { UserError } from '../../../sandbox/user-error.ts';

test('refuses what would fill the disk, and says how much is missing where', async () => {
  const asserting = assertFreeSpace(tmpdir(), 1e18, 'Building image "web"');

  await expect(asserting).rejects.toThrow(UserError);
  await expect(asserting).rejects.toThrow(
    `Building image "web" needs 1000000000.0 GB of free disk and "${tmpdir()}" has`,
  );
});

test('lets pass what fits', async () => {
  await expect(assertFreeSpace(tmpdir(), 1, 'Building image "web"')).resolves.toBeUndefined();
});
