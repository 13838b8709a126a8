import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** Gives each test the path of an audit log of its own, in a folder that goes with the test. */
export function useAuditLog(): { readonly path: string } {
  const log = { path: '' };
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-requests-'));
    log.path = join(folder, 'audit.log');
  });
  afterEach(() => rm(folder, { recursive: true }));
  return log;
}
