import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureDebianPackages } from '../../../sandbox/cluster/ensure-debian-packages.ts';
import { UserError } from '../../../sandbox/user-error.ts';

/** A folder that stands for PATH, so that a test says which Debian tools a machine has. */
let toolFolder: string;

beforeEach(async () => {
  toolFolder = await mkdtemp(join(tmpdir(), 'berth-debian-'));
});

afterEach(async () => {
  await rm(toolFolder, { recursive: true });
});

const knowsOnlyRunc = '#!/bin/sh\necho "runc installed"\necho "conntrack config-files"\nexit 1\n';

test('asks nothing of anybody when every package is installed', async () => {
  await writeTool('dpkg-query', knowsOnlyRunc);

  await expect(ensureDebianPackages(['runc'], { uid: 1000, path: toolFolder })).resolves.toBeUndefined();
});

test('names the one command that installs exactly what is missing when it does not run as root', async () => {
  await writeTool('dpkg-query', knowsOnlyRunc);

  const ensuring = ensureDebianPackages(['runc', 'conntrack', 'buildah'], { uid: 1000, path: toolFolder });

  await expect(ensuring).rejects.toThrow(UserError);
  await expect(ensuring).rejects.toThrow(
    '`sudo apt-get update && sudo apt-get install --yes --no-install-recommends conntrack buildah`',
  );
});

test('points to a cluster that one has on a system without Debian packages', async () => {
  const ensuring = ensureDebianPackages(['runc'], { uid: 0, path: toolFolder });

  await expect(ensuring).rejects.toThrow(UserError);
  await expect(ensuring).rejects.toThrow('`--context NAME`');
});

test('passes on the reason that apt gives, with what to do', async () => {
  await writeTool('dpkg-query', knowsOnlyRunc);
  await writeTool('apt-get', '#!/bin/sh\necho "E: Unable to locate package buildah" >&2\nexit 100\n');

  const ensuring = ensureDebianPackages(['buildah'], {
    uid: 0,
    path: toolFolder,
    policyFile: join(toolFolder, 'policy'),
  });

  await expect(ensuring).rejects.toThrow(UserError);
  await expect(ensuring).rejects.toThrow('(Unable to locate package buildah): check the network');
});

test('keeps services from starting while it installs, and leaves no policy behind', async () => {
  const policyFile = join(toolFolder, 'policy');
  const seenFile = join(toolFolder, 'seen');
  await writeTool('dpkg-query', knowsOnlyRunc);
  await writeTool('apt-get', `#!/bin/sh\n/bin/sh ${policyFile}\necho "$? $*" >> ${seenFile}\n`);

  await ensureDebianPackages(['buildah'], { uid: 0, path: toolFolder, policyFile });

  const seen = await readFile(seenFile, 'utf8');
  expect(seen).toMatch(/^101 .*update\n101 .*install .*buildah\n$/);
  await expect(access(policyFile)).rejects.toThrow('ENOENT');
});

test.for(['no policy', 'a policy of its own'])(
  'installs once when two ask at the same time, with %s',
  async (policy) => {
    const policyFile = join(toolFolder, 'policy');
    if (policy !== 'no policy') await writeFile(policyFile, 'exit 101\n');
    const seenFile = join(toolFolder, 'seen');
    await writeTool('dpkg-query', `#!/bin/sh\n[ -e ${seenFile} ] && echo "buildah installed"\nexit 0\n`);
    await writeTool('apt-get', `#!/bin/sh\ncase "$*" in *install*) echo installed >> ${seenFile} ;; esac\n`);
    const ensuring = () => ensureDebianPackages(['buildah'], { uid: 0, path: toolFolder, policyFile });

    await Promise.all([ensuring(), ensuring()]);

    expect(await readFile(seenFile, 'utf8')).toBe('installed\n');
  },
);

test('takes over the policy of a process that was killed', async () => {
  const policyFile = join(toolFolder, 'policy');
  const comment = '# The berth sandbox is installing packages and no service is to start.';
  await writeFile(policyFile, `#!/bin/sh\n${comment}\nexit 101\n`);
  await writeTool('dpkg-query', knowsOnlyRunc);
  await writeTool('apt-get', '#!/bin/sh\n');

  await ensureDebianPackages(['buildah'], { uid: 0, path: toolFolder, policyFile });

  await expect(access(policyFile)).rejects.toThrow('ENOENT');
});

test("leaves the machine's own policy as it is", async () => {
  const policyFile = join(toolFolder, 'policy');
  await writeTool('dpkg-query', knowsOnlyRunc);
  await writeTool('apt-get', '#!/bin/sh\n');
  await writeFile(policyFile, 'exit 0\n');

  await ensureDebianPackages(['buildah'], { uid: 0, path: toolFolder, policyFile });

  expect(await readFile(policyFile, 'utf8')).toBe('exit 0\n');
});

async function writeTool(name: string, script: string): Promise<void> {
  await writeFile(join(toolFolder, name), script, { mode: 0o755 });
}
