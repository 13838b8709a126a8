import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface HelmCounter {
  /** Runs Helm as it is, after a note that it does. */
  readonly path: string;
  /** How often it was run, with whatever command. */
  count(): Promise<number>;
}

/** Puts a script in Helm's place that notes each run and becomes Helm, with what is given besides. It takes about a millisecond. */
export async function createHelmCounter(
  folder: string,
  helm: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<HelmCounter> {
  const path = join(folder, 'helm');
  const notes = join(folder, 'helm-runs');
  await writeFile(notes, '');
  const set = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'\n`);
  await writeFile(path, `#!/bin/sh\n${set.join('')}echo "$1" >> '${notes}'\nexec '${helm}' "$@"\n`, { mode: 0o755 });
  return {
    path,
    count: async () => (await readFile(notes, 'utf8')).split('\n').length - 1,
  };
}
