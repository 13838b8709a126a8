import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { HelmCommand } from '../../../src/helm/run-helm.ts';

/** A script in Helm's place that notes who it is and who started it in a file of its name. */
export async function writeHelmScript(folder: string, name: string, script = ''): Promise<HelmCommand> {
  const helmPath = join(folder, `helm-${name}`);
  const own = await mkdtemp(join(folder, `${name}-`));
  await rm(join(folder, name), { force: true });
  await writeFile(
    helmPath,
    `#!/bin/sh\necho $$ $PPID > '${folder}/${name}.new'; mv '${folder}/${name}.new' '${folder}/${name}'\n${script}\n`,
  );
  await chmod(helmPath, 0o755);
  return { helmPath, args: [], folder: own, deadlineMs: 60_000, endMs: undefined };
}

/** For a script that stays at work until there is a file `go`. */
export const untilGo = 'until [ -e ../go ]; do sleep 0.02; done';

/** Reads what such a script has noted: its own process comes first, then its parent. */
export async function readNumber(file: string, index = 0): Promise<number> {
  const number = Number((await readFile(file, 'utf8')).split(/\s/)[index]);
  expect(number).toBeGreaterThan(0);
  return number;
}
