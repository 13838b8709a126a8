import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployOptions, PeerRun } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
import { withCommands, type RunCommand } from '../commands/with-commands.ts';
import { forShortLives, openHelmFolder, type HelmFolder } from './open-helm-folder.ts';

/** Runs Helm so often, one after the other or so many at once. The first that fails ends it, unless it says what is given. */
export type RunAll = (runs: readonly (readonly string[])[], atOnce: number, unlessSays?: string) => Promise<void>;

/** Lets `work` run Helm for a graph, and tells what that took. */
export async function runHelms(
  host: PeerHost,
  { graph, signal }: DeployOptions,
  work: (runAll: RunAll, folder: HelmFolder) => Promise<void>,
): Promise<PeerRun> {
  await using folder = await openHelmFolder(host, graph);
  let helmActions = 0;
  const count = (more: number) => {
    helmActions += more;
  };
  const { cpuSeconds, peakMemoryBytes } = await withCommands(
    { environment: { ...folder.environment, ...forShortLives }, signal },
    (run) => work(createRunAll(host, folder, { run, count }), folder),
  );
  return { cpuSeconds, peakMemoryBytes, helmActions };
}

interface Surroundings {
  readonly run: RunCommand;
  readonly count: (more: number) => void;
}

/** As a script would: started by a large process such as this one, each would take 15 ms more. */
function createRunAll({ helm }: PeerHost, { path }: HelmFolder, { run, count }: Surroundings): RunAll {
  return async (runs, atOnce, unlessSays) => {
    count(runs.length);
    const file = join(path, 'runs');
    const lines = runs.map((args) => renderLine([helm, ...args].map(quote).join(' '), unlessSays));
    await writeFile(file, lines.join('\0'));
    await run('xargs', ['--null', `--arg-file=${file}`, '--max-args=1', `--max-procs=${atOnce}`, 'sh', '-c']);
  };
}

/** 255 is what ends xargs. */
function renderLine(command: string, unlessSays: string | undefined): string {
  if (unlessSays === undefined) return `${command} || exit 255`;
  const judge = `case $said in *${quote(unlessSays)}*) ;; *) echo "$said" >&2; exit 255 ;; esac`;
  return `said=$(${command} 2>&1) || ${judge}`;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
