import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { determineComponentsFolder, ensureComponents } from '../../sandbox/cluster/build/ensure-components.ts';
import { determineClusterPaths } from '../../sandbox/cluster/cluster-paths.ts';

describe('building the components', () => {
  let cache = '';
  let folder = '';
  let said: string[] = [];
  const build = (signal?: AbortSignal) =>
    ensureComponents({ cache, progress: (message) => said.push(message), ...(signal && { signal }) });

  // A copy of what the run's cluster uses, by hard links: each test damages its own.
  beforeEach(async () => {
    said = [];
    cache = await mkdtemp(join(tmpdir(), 'berth-'));
    const built = await determineComponentsFolder(determineClusterPaths().cache);
    folder = join(cache, basename(built));
    await execa('cp', ['--archive', '--link', built, folder]);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(cache, { recursive: true });
  });

  test('builds nothing when all is there', async () => {
    expect(await build()).toBe(folder);
    expect(said).toEqual([]);
  });

  test('builds what is damaged anew, and only that', async () => {
    await damage('provisioner');

    await build();

    expect(said[0]).toMatch(/^building provisioner \(once;/);
    expect(said.at(-1)).toBe(`built 1 of 10 components into ${folder}`);
    const { stderr } = await execa(join(folder, 'provisioner'), ['--help'], { reject: false });
    expect(stderr).toContain('Usage of');
    said = [];
    await build();
    expect(said).toEqual([]);
  });

  test('an interrupted build leaves nothing half-made, and the next one goes on', async () => {
    await damage('provisioner');
    const abort = new AbortController();
    abort.abort();

    await expect(build(abort.signal)).rejects.toThrow(
      'building was interrupted: run the command again and it goes on where it stopped',
    );

    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
    await build();
    expect(said.at(-1)).toContain('built 1 of 10 components');
  });

  test('says that Go is missing, and where to get it', async () => {
    await damage('provisioner');
    vi.stubEnv('PATH', '/nonexistent');

    await expect(build()).rejects.toThrow(
      'building the cluster needs Go 1.26 or later and no "go" was found: install it as https://go.dev/doc/install says',
    );
  });

  test('says that the network is missing, in one sentence', async () => {
    await damage('provisioner');
    vi.stubEnv('GOPROXY', 'http://127.0.0.1:9'); // the discard port: nothing listens
    vi.stubEnv('GOMODCACHE', join(cache, 'modules'));

    await expect(build()).rejects.toThrow(
      'downloading Go modules did not work: check the network (or GOPROXY) and run the command again',
    );
  });

  test('says how much disk it needs before it starts to fill it', async () => {
    const small = await mkdtemp(join(tmpdir(), 'berth-small-'));
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', small]);
    try {
      const building = ensureComponents({ cache: small, progress: (message) => said.push(message) });

      await expect(building).rejects.toThrow(
        `needs 6.0 GB of disk and "${small}" has 0.0 GB left: free some, or point XDG_CACHE_HOME`,
      );
      expect(await readdir(small)).toEqual([]);
    } finally {
      await execa('umount', [small]);
      await rm(small, { recursive: true });
    }
  });

  // Never in place: the links share their bytes with the run's own binaries.
  async function damage(binary: string): Promise<void> {
    await rm(join(folder, binary));
    await writeFile(join(folder, binary), 'half a bin');
  }
});
