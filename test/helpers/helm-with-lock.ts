import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface LockedHelm {
  readonly path: string;
  /** Runs that began while another was at work on the same release, as `NAMESPACE RELEASE`. */
  listOverlaps(): Promise<readonly string[]>;
  countRuns(): Promise<number>;
}

/**
 * Puts a program in Helm's place that holds a lock for each release for as long as Helm lives, however it ends, and writes
 * down whoever finds it held. Helm itself begins a moment later, so that there is something to be in the midst of.
 */
export async function writeHelmWithLock(folder: string, helm: string): Promise<LockedHelm> {
  const locks = join(folder, 'locks');
  await mkdir(locks);
  const [overlaps, runs] = [join(folder, 'overlaps'), join(folder, 'runs')];
  await Promise.all([writeFile(overlaps, ''), writeFile(runs, '')]);
  const path = join(folder, 'helm');
  await writeFile(path, `#!/bin/sh\nlocks=${locks} overlaps=${overlaps} runs=${runs} helm=${helm}\n${script}`);
  await chmod(path, 0o755);
  const readLines = async (file: string) => (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return { path, listOverlaps: () => readLines(overlaps), countRuns: async () => (await readLines(runs)).length };
}

/** The lock goes with the open file: Helm inherits it, and when Helm is gone, it is free. */
const script = `
for word; do
  [ "$before" = -- ] && release=$word
  case $word in --namespace=*) namespace=\${word#*=} ;; esac
  before=$word
done
if [ -n "$namespace" ]; then
  exec 9> "$locks/$namespace-$release"
  flock --nonblock 9 || echo "$namespace $release" >> "$overlaps"
  echo "$namespace $release" >> "$runs"
  sleep 0.7
fi
exec "$helm" "$@"
`;
