import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployOptions, PeerRun } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
import { withCommands, type RunCommand } from '../commands/with-commands.ts';
import { openHelmFolder, type HelmFolder } from './open-helm-folder.ts';

export interface Helms {
  readonly one: (args: readonly string[]) => Promise<void>;
  /** Runs one after the other, or so many at once; the first that fails ends it. */
  readonly all: (runs: readonly (readonly string[])[], atOnce: number) => Promise<void>;
}

/** Lets `work` run Helm for a graph, and tells what that took. */
export async function runHelms(
  host: PeerHost,
  { graph, signal }: DeployOptions,
  work: (helms: Helms, folder: HelmFolder) => Promise<void>,
): Promise<PeerRun> {
  await using folder = await openHelmFolder(host, graph);
  let helmActions = 0;
  const count = (more: number) => {
    helmActions += more;
  };
  const { cpuSeconds, peakMemoryBytes } = await withCommands(
    { environment: { ...folder.environment, ...forShortLives }, signal },
    (run) => work(createHelms(host, folder, { run, count }), folder),
  );
  return { cpuSeconds, peakMemoryBytes, helmActions };
}

/** As berth has it, see there: `src/helm/run-helm.ts`. */
const forShortLives = { GOGC: 'off', GOMEMLIMIT: '128MiB' };

interface Surroundings {
  readonly run: RunCommand;
  readonly count: (more: number) => void;
}

function createHelms({ helm }: PeerHost, { path }: HelmFolder, { run, count }: Surroundings): Helms {
  return {
    one: (args) => {
      count(1);
      return run(helm, args);
    },
    // As a script would: started by a large process such as this one, each would take 15 ms more.
    all: async (runs, atOnce) => {
      count(runs.length);
      const file = join(path, 'runs');
      await writeFile(file, runs.map((args) => `${[helm, ...args].map(quote).join(' ')} || exit 255`).join('\0'));
      await run('xargs', ['--null', `--arg-file=${file}`, '--max-args=1', `--max-procs=${atOnce}`, 'sh', '-c']);
    },
  };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
