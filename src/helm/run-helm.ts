import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { execa, type Options } from 'execa';
import { readTail } from './read-tail.ts';

/** One run of Helm, all of it plain data: another process may be asked for it. */
export interface HelmCommand {
  /** Path of the binary, or its name in one of the usual folders. */
  readonly helmPath: string;
  readonly args: readonly string[];
  /** The folder of this run alone. */
  readonly folder: string;
  readonly deadlineMs: number;
  /** From when on it must not begin, by the time since the machine began. */
  readonly endMs: number | undefined;
  /**
   * What it reads at once, where the rest comes later. No beginning of the whole may be valid by itself: should whoever starts
   * it end before the rest is written, that is all it gets.
   */
  readonly opening?: string;
}

/** How a run of Helm ended. Only `errors.ts` makes something of what Helm said. */
export type HelmEnd =
  | { readonly kind: 'success' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timedOut'; readonly stderr: string }
  /** Something else ended the process that had started Helm, and Helm ended with it. */
  | { readonly kind: 'lost' }
  | {
      readonly kind: 'failed';
      readonly stderr: string;
      readonly exit: number | string | undefined;
      /** How long it ran, without what it waited for the rest of what it reads; known where a signal ended it. */
      readonly tookMs?: number;
    }
  | { readonly kind: 'notStarted'; readonly cause: unknown };

/**
 * Runs Helm once, with nothing of berth's own environment, with limits on what it may take, and so that it cannot outlive
 * the process that calls this. Where the rest of what it reads never comes, whoever calls ends it by the signal. Never throws
 * because of Helm.
 */
export async function runHelm(command: HelmCommand, signal: AbortSignal, rest?: Promise<string>): Promise<HelmEnd> {
  const { helmPath, args, folder, deadlineMs, endMs, opening } = command;
  const isGuarded = await determineCanGuard();
  const [file = helmPath, ...words] = [...(isGuarded ? buildGuard(endMs) : []), helmPath, ...args];
  const stderrPath = join(folder, 'stderr');
  // A file and no pipe: whatever Helm itself started cannot keep us waiting by holding the other end, nor fill our memory.
  await using stderr = await open(stderrPath, 'w', 0o600);
  // Begun and ended at once, it might still have done what it was to do.
  if (signal.aborted) return { kind: 'cancelled' };
  const child = execa(file, words, {
    ...guarded,
    env: buildEnvironment(folder),
    cwd: folder,
    stdin: opening === undefined ? 'ignore' : 'pipe',
    stdout: 'ignore',
    stderr: stderr.createWriteStream({ autoClose: false }),
    timeout: deadlineMs,
    cancelSignal: signal,
  });
  let sinceMs = opening === undefined ? performance.now() : Infinity;
  feed(child.stdin, opening, rest, () => (sinceMs = performance.now()));
  const { failed, isCanceled, timedOut, exitCode, signal: endedBy, cause } = await child;
  const tookMs = Math.max(0, performance.now() - sinceMs);
  if (!failed) return { kind: 'success' };
  if (isCanceled) return { kind: 'cancelled' };
  const said = await readTail(stderrPath);
  if (timedOut) return { kind: 'timedOut', stderr: said };
  if (exitCode === undefined && endedBy === undefined) return { kind: 'notStarted', cause };
  if (endedBy !== undefined) return { kind: 'failed', stderr: said, exit: endedBy, tookMs };
  return { kind: 'failed', stderr: said, exit: exitCode };
}

export type RunHelm = typeof runHelm;

const guarded = {
  extendEnv: false,
  reject: false,
  killDescendants: true,
  // After SIGTERM Helm still writes that the release failed; killed before that, it would leave the release locked.
  forceKillAfterDelay: 30_000,
} as const satisfies Options;

/** It may end before it has read all, or anything. */
function feed(
  stdin: Writable | null,
  opening: string | undefined,
  rest: Promise<string> | undefined,
  onFed: () => void,
): void {
  stdin?.on('error', () => undefined);
  stdin?.write(opening);
  rest?.then(
    (text) => {
      onFed();
      stdin?.end(text);
    },
    () => undefined,
  );
}

export const usualFolders = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

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
    // Helm asks anew in each run what the API has. Keeping the answer, a file for each group, took a third of its system time.
    KUBECACHEDIR: '/dev/null',
    // Helm lives for a moment and needs little: collecting garbage would be a fifth of its work. Large charts still get it.
    GOGC: 'off',
    GOMEMLIMIT: '128MiB',
    // However many the machine has: so the time that it ran tells how much it may have computed.
    GOMAXPROCS: String(mostProcessors),
    // As it begins, Helm reads all that kubectl says in the language of its user, of which it says nothing: a third of the time
    // that a run of it takes at least. This is the shortest of these, 3 KB in place of 200. https://github.com/kubernetes/kubectl/tree/v0.36.3/pkg/util/i18n
    LC_MESSAGES: 'zh_TW.UTF-8',
  };
}

/**
 * What to put in front of Helm. Had the caller ended before the signal for its end was asked for, there would be no signal; had
 * it been frozen meanwhile, another may be at work in its place: in either case Helm does not begin.
 */
function buildGuard(endMs: number | undefined): readonly [string, ...string[]] {
  const end = endMs === undefined ? '' : String(Math.floor(endMs / 10));
  const begin = ['sh', '-c', beginScript, String(process.pid), end];
  return ['setpriv', '--pdeathsig', 'KILL', '--no-new-privs', ...begin];
}

/** Once it has used that much of its processor, the kernel ends Helm with SIGKILL: the milder SIGXCPU is nothing to Go. */
export const mostProcessorSeconds = 30;
export const mostProcessors = 2;

/** How it ends where Helm was not to begin any more; Helm itself ends with 0, 1 or 2. */
export const tooLate = 75;

/**
 * The time since the machine began is in seconds with two decimals. Helm itself has no bounds: a template may loop for
 * minutes, a registry may stream for ever. It gets 30 s of processor time, 1 GiB, 20 MiB a file (in blocks of 512 bytes) and
 * 1,024 files; a large chart takes a tenth. What may not be raised is lower already.
 */
const beginScript = `
[ "$PPID" = "$0" ] || exit ${tooLate}
if [ -n "$1" ]; then
  read -r now rest < /proc/uptime
  [ "\${now%.*}\${now#*.}" -lt "$1" ] || exit ${tooLate}
fi
shift
{ ulimit -t ${mostProcessorSeconds}; ulimit -v 1048576; ulimit -f 40960; ulimit -n 1024; } 2>/dev/null
exec "$@"`;

let canGuard: Promise<boolean> | undefined;

/** Not on a system without these tools, such as the laptop of a developer. */
function determineCanGuard(): Promise<boolean> {
  const [file, ...args] = buildGuard(undefined);
  canGuard ??= execa(file, [...args, 'true'], { ...guarded, env: { PATH: usualFolders }, stdio: 'ignore' }).then(
    ({ failed }) => !failed,
  );
  return canGuard;
}
