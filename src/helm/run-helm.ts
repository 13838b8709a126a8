import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { execa, type Options } from 'execa';
import { readTail } from './read-tail.ts';

export interface HelmOptions {
  /** Path of the binary, or its name in one of the usual folders. */
  readonly helmPath: string;
  /** Holds a folder for each run, with all that Helm reads and writes. */
  readonly temporaryFolder: string;
}

interface HelmCommand {
  readonly args: readonly string[];
  /** The folder of this run alone. */
  readonly folder: string;
  readonly deadlineMs: number;
}

/** How a run of Helm ended. Only `errors.ts` makes something of what Helm said. */
export type HelmEnd =
  | { readonly kind: 'success' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timedOut'; readonly stderr: string }
  | { readonly kind: 'failed'; readonly stderr: string; readonly exit: number | string | undefined }
  | { readonly kind: 'notStarted'; readonly cause: unknown };

/**
 * Runs Helm once, with nothing of berth's own environment, with limits on what it may take, and so that it cannot outlive
 * berth. Never throws because of Helm.
 */
export async function runHelm(
  { args, folder, deadlineMs }: HelmCommand,
  { helmPath }: Pick<HelmOptions, 'helmPath'>,
  signal: AbortSignal,
): Promise<HelmEnd> {
  const [file = helmPath, ...rest] = [...(await determineGuard()), helmPath, ...args];
  const stderrPath = join(folder, 'stderr');
  // A file and no pipe: whatever Helm itself started cannot keep us waiting by holding the other end, nor fill our memory.
  await using stderr = await open(stderrPath, 'w', 0o600);
  const {
    failed,
    isCanceled,
    timedOut,
    exitCode,
    signal: endedBy,
    cause,
  } = await execa(file, rest, {
    ...guarded,
    env: buildEnvironment(folder),
    cwd: folder,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: stderr.createWriteStream({ autoClose: false }),
    timeout: deadlineMs,
    cancelSignal: signal,
  });
  if (!failed) return { kind: 'success' };
  if (isCanceled) return { kind: 'cancelled' };
  const said = await readTail(stderrPath);
  if (timedOut) return { kind: 'timedOut', stderr: said };
  if (exitCode === undefined && endedBy === undefined) return { kind: 'notStarted', cause };
  return { kind: 'failed', stderr: said, exit: endedBy ?? exitCode };
}

const guarded = {
  extendEnv: false,
  reject: false,
  killDescendants: true,
  // After SIGTERM Helm still writes that the release failed; killed before that, it would leave the release locked.
  forceKillAfterDelay: 30_000,
} as const satisfies Options;

const usualFolders = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Helm reads a hundred variables; these are all it gets. */
function buildEnvironment(folder: string): Readonly<Record<string, string>> {
  return {
    PATH: usualFolders,
    HOME: folder,
    TMPDIR: folder,
    HELM_CACHE_HOME: join(folder, 'cache'),
    HELM_CONFIG_HOME: join(folder, 'config'),
    HELM_DATA_HOME: join(folder, 'data'),
    HELM_PLUGINS: join(folder, 'plugins'),
    HELM_DRIVER: 'secret',
  };
}

/** Helm itself has no bounds: a template may loop for minutes, a registry may stream for ever. A large chart takes a tenth. */
const limits = ['--as=1073741824', '--cpu=30', '--fsize=20971520', '--nofile=1024'];
/** Had berth ended before the signal for its end was asked for, there would be no signal: then Helm does not begin. */
const withParent = ['sh', '-c', '[ "$PPID" = "$0" ] && exec "$@"', String(process.pid)];
const guard = ['setpriv', '--pdeathsig', 'KILL', '--no-new-privs', ...withParent, 'prlimit', ...limits];
let guardInUse: Promise<readonly string[]> | undefined;

/** What to put in front of Helm: nothing on a system without these tools, such as the laptop of a developer. */
function determineGuard(): Promise<readonly string[]> {
  guardInUse ??= execa(guard[0] ?? '', [...guard.slice(1), 'true'], {
    ...guarded,
    env: { PATH: usualFolders },
    stdio: 'ignore',
  }).then(({ failed }) => (failed ? [] : guard));
  return guardInUse;
}
