import { join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../../user-error.ts';
import type { Progress } from '../progress.ts';

/** A program of a pinned module, by the path that Go knows it under. */
export interface GoPackage {
  readonly binary: string;
  readonly importPath: string;
  /** What `go build` names the binary, where that differs from the name it gets here. */
  readonly builtAs?: string;
}

interface BuildPackagesOptions {
  readonly packages: readonly GoPackage[];
  readonly moduleFolder: string;
  readonly linkerFlags: string;
  readonly output: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

interface BuiltBinary {
  readonly binary: string;
  readonly file: string;
}

const reportEveryMs = 5_000;

/** Builds all packages in one call of Go, so that what they share is compiled once. Tells how far it is every few seconds. */
export async function buildPackages(options: BuildPackagesOptions): Promise<readonly BuiltBinary[]> {
  const importPaths = options.packages.map(({ importPath }) => importPath);
  const environment = { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off', GOGC: '400' }; // GOGC: memory for 20 % less time
  const go = {
    cwd: options.moduleFolder,
    env: environment,
    killDescendants: true,
    ...(options.signal && { cancelSignal: options.signal }),
  };
  options.progress('resolving modules');
  const listing = await execa('go', ['list', '-deps', ...importPaths], { ...go, reject: false, lines: true });
  if (listing.failed) throw toBuildError(listing.stderr.join('\n'), options.signal);
  const build = execa(
    'go',
    ['build', '-v', '-buildvcs=false', '-ldflags', options.linkerFlags, '-o', options.output, ...importPaths],
    {
      ...go,
      reject: false,
      all: true,
    },
  );
  const stop = reportProgress(build.iterable({ from: 'all' }), listing.stdout.length, options.progress);
  const { failed, all } = await build;
  stop();
  if (failed) throw toBuildError(all, options.signal);
  return options.packages.map(({ binary, builtAs }) => ({ binary, file: join(options.output, builtAs ?? binary) }));
}

// `go build -v` prints a package's name as it is compiled and nothing for one that its cache has.
function reportProgress(lines: AsyncIterable<string>, total: number, progress: Progress): () => void {
  let compiled = 0;
  let current = '';
  void (async () => {
    for await (const line of lines) {
      compiled += 1;
      current = line;
    }
  })().catch(() => undefined); // the build's own result says what went wrong
  const timer = setInterval(() => {
    if (current !== '') progress(`compiled ${compiled} of at most ${total} packages, now ${current}`);
  }, reportEveryMs);
  return () => clearInterval(timer);
}

function toBuildError(output: string, signal: AbortSignal | undefined): Error {
  if (signal?.aborted === true) {
    return new UserError('building was interrupted: run the command again and it goes on where it stopped');
  }
  if (/no space left on device/.test(output)) {
    return new UserError(
      'building ran out of disk: free some space and run the command again, it goes on where it stopped',
    );
  }
  if (/dial tcp|no such host|i\/o timeout|connection refused|proxyconnect/.test(output)) {
    return new UserError(
      'downloading Go modules did not work: check the network (or GOPROXY) and run the command again, it goes on where it stopped',
    );
  }
  return new UserError(`building went wrong, Go says: ${output.trim().split('\n').slice(-5).join(' | ')}`);
}
